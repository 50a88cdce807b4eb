/** Ours, Electron's, or left by the package manager and the package format that FlashFusion itself was started with. */
const notForPrograms =
  /^(FLASHFUSION_.*|ELECTRON_.*|NODE_OPTIONS|NODE_CHANNEL_.*|CHROME_DESKTOP|CHROME_CRASHPAD_.*|ORIGINAL_XDG_CURRENT_DESKTOP|GDK_PIXBUF_.*|npm_lifecycle_.*|npm_package_.*|npm_execpath|npm_node_execpath|npm_command|INIT_CWD|APPDIR|APPIMAGE|ARGV0|OWD|TERM.*|COLORTERM|COLUMNS|LINES|VTE_VERSION|VSCODE_.*)$/i;

/** What programs in a terminal find in their environment: the user's own, without ours, and what tells them where they run. */
export function terminalEnvironment(
  inherited: NodeJS.ProcessEnv,
  version: string,
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !notForPrograms.test(entry[0]),
  );
  const environment = Object.fromEntries(kept);
  // Started from the desktop there may be none, and then no letter beyond ASCII comes through.
  const language = process.platform === 'win32' || environment.LANG || environment.LC_ALL || environment.LC_CTYPE;
  return {
    ...environment,
    ...(language ? {} : { LANG: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' }),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'FlashFusion',
    TERM_PROGRAM_VERSION: version,
    ...added,
  };
}
