import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { packageFolders } from '../../scripts/packaging/build-packages.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { launchIde } from '../support/electron.ts';
import { createProject } from '../support/projects.ts';

// A fuse is a character in the executable.
const disabled = '0'.charCodeAt(0);
const enabled = '1'.charCodeAt(0);

function unpackedExecutable(output: string): string {
  return join(repositoryRoot, output, 'linux-unpacked', 'flashfusion');
}

test('the packaged app opens a folder from the command line, and saves an edit byte for byte', async () => {
  const project = await createProject({
    'src/greeting.ts': "export const greeting = 'hello';\r\n",
    'README.md': '# Greeting\n',
  });
  const ide = await launchIde({
    executablePath: unpackedExecutable(packageFolders.inspectable),
    folder: project.path,
  });
  try {
    await ide.window.getByRole('treeitem', { name: 'src' }).click();
    await ide.window.getByRole('treeitem', { name: 'greeting.ts' }).dblclick();
    const editor = ide.window.locator('.monaco-editor').first();
    await expect(editor.locator('.view-lines')).toContainText('greeting');
    await editor.locator('.view-lines').click();
    await ide.window.keyboard.press('Control+Home');
    await ide.window.keyboard.type('// packaged');
    await ide.window.keyboard.press('Enter');
    await ide.window.keyboard.press('Control+S');
    await expect
      .poll(() => readFile(join(project.path, 'src', 'greeting.ts'), 'utf8'))
      .toBe("// packaged\r\nexport const greeting = 'hello';\r\n");
  } finally {
    await ide.close();
    await project.dispose();
  }
});

test('the release can be driven neither as Node nor by a debugger, and loads nothing but its archive', async () => {
  const fuses = await getCurrentFuseWire(unpackedExecutable(packageFolders.release));
  expect(fuses[FuseV1Options.RunAsNode]).toBe(disabled);
  expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(disabled);
  expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(disabled);
  expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(enabled);
  expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(enabled);
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(enabled);
  // Electron 25 has no such fuse; the runtimes that are released do.
  expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges] ?? disabled).toBe(disabled);
});
