import { runApplyEdits } from './apply-edits/run-apply-edits.ts';
import { runScript } from './script.ts';

await runScript(() => runApplyEdits(process.argv.slice(2)));
