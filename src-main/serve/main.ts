import { enableCodeCache } from '../core/code-cache.ts';
import { environment } from '../core/environment.ts';
import { parseServeOptions } from './serve-options.ts';

try {
  const options = parseServeOptions(process.argv.slice(2), { workingFolder: process.cwd(), environment: process.env });
  enableCodeCache({ dataFolder: options.dataFolder, version: environment.version });
  const { runServe } = await import('./run-serve.ts');
  await runServe(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
