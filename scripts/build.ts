import { parseArgs } from 'node:util';
import { buildBundles } from './build/build-bundles.ts';
import { runScript } from './script.ts';

await runScript(async () => {
  const { values } = parseArgs({ options: { development: { type: 'boolean', default: false } } });
  await buildBundles({ mode: values.development ? 'development' : 'release' });
  return 0;
});
