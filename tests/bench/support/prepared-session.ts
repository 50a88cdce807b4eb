import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { launchIde } from '../../support/electron.ts';
import { copyRealPackage, type TemporaryProject } from '../../support/projects.ts';

/** A real project of more than 500 files as somebody left it, one file open. */
export interface PreparedSession {
  readonly project: TemporaryProject;
  /** Absolute path of the open file. */
  readonly file: string;
  readonly userData: string;
  dispose(): Promise<void>;
}

const openFile = 'src/v4/core/schemas.ts';

/** Opens the sources of zod and one of its files, and quits, so that the next start finds them open. */
export async function prepareSession(): Promise<PreparedSession> {
  const project = await copyRealPackage('zod');
  const userData = await mkdtemp(join(tmpdir(), 'flashfusion-bench-'));
  const ide = await launchIde({ folder: project.path, userData });
  try {
    await openFromTree(ide.window, openFile);
  } catch (error) {
    await ide.kill();
    throw error;
  }
  await ide.close();
  return {
    project,
    file: join(project.path, openFile),
    userData,
    async dispose() {
      await project.dispose();
      await rm(userData, { recursive: true, force: true });
    },
  };
}

/** Opens the folders above a file in the explorer, then the file itself, and waits until its text is there. */
export async function openFromTree(window: Page, path: string): Promise<void> {
  const row = (rowPath: string) => window.locator(`[role="treeitem"][data-path="${rowPath}"]`);
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    await row(path.slice(0, slash)).click();
  }
  await row(path).dblclick();
  await window.locator('.monaco-editor .view-line').first().waitFor();
}

/** A folder that is gone after `dispose()`. */
export async function temporaryFolder(): Promise<{ path: string; dispose(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'flashfusion-bench-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}
