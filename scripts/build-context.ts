import { runBuildContext } from './context/run-build-context.ts';
import { runScript } from './script.ts';

await runScript(() => runBuildContext(process.argv.slice(2)));
