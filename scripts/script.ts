/**
 * Runs a script to its end: a number it returns is the exit code, and a thrown error is printed and exits with 1. A failure exits
 * at once, since libraries that a script has used may set an exit code of their own at the end.
 */
export async function runScript(main: () => Promise<number | undefined>): Promise<void> {
  try {
    const code = (await main()) ?? 0;
    if (code !== 0) process.exit(code);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (process.env.FLASHFUSION_DEBUG && error instanceof Error) console.error(error.stack);
    process.exit(1);
  }
}
