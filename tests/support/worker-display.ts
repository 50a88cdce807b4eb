const variable = 'FLASHFUSION_TEST_DISPLAYS';

/** Says, before Playwright's workers start, which display each of them has: windows of one must not take focus or clipboard from another's. */
export function shareDisplays(names: readonly string[]): void {
  process.env[variable] = names.join(' ');
}

/** Makes this worker's display the one that programs find in `DISPLAY`. */
export function takeOwnDisplay(): void {
  const own = process.env[variable]?.split(' ')[Number(process.env.TEST_PARALLEL_INDEX)];
  if (own) process.env.DISPLAY = own;
}
