import { findProgram } from './find-program.ts';
import { installDebianPackages } from './system-libraries.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The Chromium of this machine, which tests open served pages in; throws with what to do when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const found =
    environment.FLASHFUSION_CHROMIUM ?? names.map((name) => findProgram(name)).find((path) => path !== undefined);
  if (found) return found;
  throw new Error(
    'There is no Chromium on this machine. Install it (sudo apt-get install -y chromium), or name one in FLASHFUSION_CHROMIUM.',
  );
}

/** Makes sure that there is a Chromium: as root on Debian it is installed, elsewhere the error says how. */
export async function ensureChromium(log: (line: string) => void = console.log): Promise<string> {
  try {
    return findChromium();
  } catch (error) {
    const isRoot = process.getuid?.() === 0;
    const aptGet = findProgram('apt-get');
    if (!isRoot || !aptGet) throw error;
    log('Missing on this machine: Chromium. Installing it with apt-get …');
    await installDebianPackages(aptGet, ['chromium']);
    return findChromium();
  }
}
