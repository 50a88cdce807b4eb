import { runScript } from './script.ts';
import { checkStyle, checkTypes, runVitest } from './testing/tools.ts';

await runScript(async () => {
  const [types, style] = await Promise.all([checkTypes(), checkStyle()]);
  const failures: string[] = [];
  if (types.exitCode !== 0) {
    console.log(types.output);
    failures.push('types');
  }
  if (style.exitCode !== 0) {
    console.log(style.output);
    failures.push('lint and format');
  }
  const unit = await runVitest('unit');
  if (unit.exitCode !== 0) failures.push('unit tests');

  console.log(failures.length === 0 ? 'Types, lint, format and unit tests: ok' : `Failed: ${failures.join(', ')}`);
  return failures.length === 0 ? 0 : 1;
});
