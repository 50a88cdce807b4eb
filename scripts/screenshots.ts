import { runScript } from './script.ts';
import { runPlaywright } from './testing/tools.ts';

await runScript(async () => {
  const { exitCode } = await runPlaywright('screenshots');
  if (exitCode === 0) console.log('Pictures are in docs/pictures');
  return exitCode;
});
