import { parseArgs } from 'node:util';
import { buildPackages, packageFolders } from './packaging/build-packages.ts';
import { runScript } from './script.ts';

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      targets: { type: 'string', default: 'dir' },
      inspectable: { type: 'boolean', default: false },
    },
  });
  const targets = values.targets.split(',').map((target) => target.trim());
  const output = values.inspectable ? packageFolders.inspectable : packageFolders.release;
  await buildPackages({ targets, output, inspectable: values.inspectable });
  console.log(`Packaged ${targets.join(', ')} into ${output}`);
  return 0;
});
