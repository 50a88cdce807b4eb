import { ensureChromium } from '../../scripts/chromium.ts';
import { findProgram } from '../../scripts/find-program.ts';
import { installDebianPackages } from '../../scripts/system-libraries.ts';
import { findPostgresPrograms } from './postgres.ts';

/** Vitest's global setup of the integration tests: the real programs that they start. Throws when one can't be had. */
export default async function prepareServices(): Promise<void> {
  const missing: string[] = [];
  if (!findProgram('redis-server')) missing.push('redis-server');
  if (!findProgram('turnserver')) missing.push('coturn');
  if ((await findPostgresPrograms()) === null) missing.push('postgresql');
  if (missing.length > 0) {
    const aptGet = findProgram('apt-get');
    if (!aptGet || process.getuid?.() !== 0) {
      throw new Error(
        `The integration tests need ${missing.join(' and ')}. Install: sudo apt-get install ${missing.join(' ')}`,
      );
    }
    console.log(`Missing on this machine: ${missing.join(', ')}. Installing with apt-get …`);
    await installDebianPackages(aptGet, missing);
  }
  await ensureChromium();
}
