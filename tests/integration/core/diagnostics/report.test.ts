import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { WindowFacts } from '../../../../contract/desktop/diagnostics.ts';
import { startCore } from '../../../support/core.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const window: WindowFacts = {
  browser: 'Chrome/114.0',
  language: 'en',
  screen: '1440 x 900',
  theme: 'dark',
  zoomPercent: 120,
  openDocuments: 3,
  unsavedDocuments: 1,
  commands: 140,
  marks: [{ name: 'ready', at: 812.34 }],
  errors: ['Push failed: https://mira:hunter2222@git.example/ferry.git'],
};

test('the report tells sizes, settings, health and logs, and no name or secret', async () => {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const folder = temporaryFolder('northern-lights-client');
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'src', 'merger-plan.ts'), 'x'.repeat(2048));
  writeFileSync(join(folder, 'readme.md'), 'y');
  writeFileSync(join(folder, 'node_modules', 'big.js'), 'z'.repeat(9000));
  const { project } = await core.client.projects.open({ path: folder });
  await core.client.settings.update({ scope: 'user', projectId: null, key: 'editor.fontSize', value: 15 });
  await core.client.settings.update({
    scope: 'user',
    projectId: null,
    key: 'git.path',
    value: join(homedir(), 'tools', 'git'),
  });
  const logs = join(core.dataFolder, 'logs');
  mkdirSync(logs, { recursive: true });
  appendFileSync(
    join(logs, 'core.log'),
    `{"level":50,"where":"git","error":{"message":"in ${folder}: token ghp_0123456789abcdefABCDEF0123456789abcd"}}\n`,
  );
  appendFileSync(join(logs, 'shell.log'), 'API_TOKEN=abc123def456\n[core] started\n');

  const { text } = await core.client.diagnostics.createReport({ projectId: project.id, window });
  expect(text).toContain('- FlashFusion: 0.0.0-test');
  expect(text).toContain('- editor.fontSize (user): `15`');
  expect(text).toContain('- Check: ok');
  expect(text).toMatch(/- Rows: projects \d+/);
  expect(text).toContain('- Files: 2 in 2 folders');
  expect(text).toContain('- Size: 2.0 KB, largest file 2.0 KB');
  expect(text).toContain('- ready: 812.3 ms');
  expect(text).toContain('- Zoom: 120 %');
  expect(text).toContain('[core] started');
  expect(text).toContain('API_TOKEN=[removed]');
  for (const gone of ['hunter2222', 'ghp_0123', 'abc123def456', 'merger-plan', folder, core.dataFolder, hostname()]) {
    if (gone.length > 3) expect(text).not.toContain(gone);
  }
  if (homedir().length >= 4) expect(text).not.toContain(homedir());
});

test('without a project and without logs there is a report as well', async () => {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const { text } = await core.client.diagnostics.createReport({
    projectId: null,
    window: { ...window, marks: [], errors: [] },
  });
  expect(text).toContain('No project is open.');
  expect(text).toContain('Empty.');
});
