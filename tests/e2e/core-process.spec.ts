import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { repositoryRoot } from '../../scripts/repository.ts';
import { launchIde } from '../support/electron.ts';

/** The bundle of a Core that any Electron's own Node can run; see tests/support/native-free-core.ts. */
async function bundleNativeFreeCore(): Promise<string> {
  const folder = join(repositoryRoot, 'test-results', 'native-free-core');
  await build({
    configFile: false,
    logLevel: 'warn',
    root: repositoryRoot,
    ssr: { noExternal: true },
    build: {
      ssr: join(repositoryRoot, 'tests/support/native-free-core.ts'),
      target: 'node18',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'core.cjs', codeSplitting: false } },
    },
  });
  return join(folder, 'core.cjs');
}

test('Core as a utility process: serves the welcome view, and comes back when it is killed', async () => {
  const ide = await launchIde({
    env: { FLASHFUSION_CORE_KIND: 'utility', FLASHFUSION_CORE_ENTRY: await bundleNativeFreeCore() },
  });
  try {
    await ide.window.getByRole('heading', { name: 'FlashFusion' }).waitFor();
    const utilities = () =>
      ide.app.evaluate(({ app }) =>
        app
          .getAppMetrics()
          .filter(({ type, name }) => type === 'Utility' && name === 'FlashFusion Core')
          .map(({ pid }) => pid),
      );
    const [first] = await utilities();
    expect(first).toBeGreaterThan(0);
    process.kill(first as number, 'SIGKILL');
    await expect.poll(async () => (await utilities()).filter((pid) => pid !== first)).toHaveLength(1);
    await expect(ide.window.getByText(/Nothing was lost/)).toHaveCount(1);
  } finally {
    await ide.close();
  }
});
