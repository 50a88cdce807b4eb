import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bundleCore, startCoreProcess } from '../../../support/core-process.ts';
import { createProject } from '../../../support/projects.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a Core that is killed leaves no language server behind', { timeout: 90_000 }, async () => {
  const bundle = await bundleCore();
  onTestFinished(() => bundle.dispose());
  const project = await createProject({ 'tsconfig.json': '{}', 'a.ts': 'export const a = 1;\n' });
  onTestFinished(() => project.dispose());
  const dataFolder = temporaryFolder('data');
  const core = startCoreProcess({ entry: bundle.entry, dataFolder });
  onTestFinished(() => core.dispose());
  const { project: opened } = await core.client.projects.open({ path: project.path });
  const stream = await core.client.languages.connect({ projectId: opened.id });
  await stream.next();
  const uri = pathToFileURL(join(project.path, 'a.ts')).href;
  const text = 'export const a = 1;\n';
  await core.client.languages.sync({
    projectId: opened.id,
    sequence: 1,
    notices: [{ type: 'opened', uri, languageId: 'typescript', version: 1, text }],
  });
  const log = join(dataFolder, 'logs', 'core.log');
  const pid = await vi.waitFor(
    () => {
      const line = readFileSync(log, 'utf8')
        .split('\n')
        .find((entry) => entry.includes('language server ready'));
      const found = Number(/.*"pid":(\d+)/.exec(line ?? '')?.[1]);
      expect(found).toBeGreaterThan(0);
      return found;
    },
    { timeout: 20_000 },
  );
  expect(existsSync(`/proc/${pid}`) || process.platform !== 'linux').toBe(true);
  await core.dispose();
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
});
