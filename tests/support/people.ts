import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { runCommand } from './customize.ts';
import { type LaunchedIde, launchIde } from './electron.ts';

/** Somebody with an IDE of their own. */
export interface PersonAtWork {
  readonly name: string;
  readonly ide: LaunchedIde;
  readonly page: Page;
  /** The folder of their settings and data, which outlives their window. */
  readonly userData: string;
}

/** People who share a server, each with windows, data and a name of their own. */
export interface People {
  /** Opens somebody's window; with the same name again it is the same person with what they had. */
  open(name: string, folder?: string): Promise<PersonAtWork>;
  close(person: PersonAtWork): Promise<void>;
  dispose(): Promise<void>;
}

/** `server` is the address of a cloud server. */
export function createPeople(server: string): People {
  const folders = new Map<string, string>();
  const open: PersonAtWork[] = [];
  const close = async (person: PersonAtWork) => {
    open.splice(open.indexOf(person), 1);
    await person.ide.close();
  };
  return {
    async open(name, folder) {
      const isNew = !folders.has(name);
      const userData = folders.get(name) ?? (await mkdtemp(join(tmpdir(), `flashfusion-${name.toLowerCase()}-`)));
      if (!folders.has(name)) {
        await mkdir(join(userData, 'user'), { recursive: true });
        await writeFile(join(userData, 'user', 'settings.json'), JSON.stringify({ 'cloud.server': server }));
        folders.set(name, userData);
      }
      const desk = join(userData, 'desk');
      await mkdir(desk, { recursive: true });
      const ide = await launchIde({
        userData,
        // Of their own where none is given: the sample of a first start would take the focus while it opens.
        folder: folder ?? desk,
        env: { FLASHFUSION_PASSPHRASE: 'tests only' },
      });
      const person = { name, ide, page: ide.window, userData };
      open.push(person);
      await shareButton(person).waitFor({ timeout: 30_000 });
      if (isNew) await sayName(person);
      return person;
    },
    close,
    async dispose() {
      for (const person of [...open].reverse()) await close(person).catch(() => person.ide.kill());
      for (const userData of folders.values()) await rm(userData, { recursive: true, force: true });
    },
  };
}

/** The button that is there when a folder is open. */
const shareButton = (person: PersonAtWork) => person.page.getByRole('button', { name: 'Share', exact: true });

async function sayName({ page, name }: PersonAtWork): Promise<void> {
  await runCommand(page, 'Set your name in sessions');
  const dialog = page.getByRole('dialog', { name: 'Your name in sessions' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Use this name' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Starts a session and answers its first code. */
export async function startSession({ page }: PersonAtWork): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Start a session' }).click();
  const code = page.getByRole('status', { name: 'Session code' });
  await code.waitFor({ timeout: 30_000 });
  return (await code.textContent()) ?? '';
}

/** Joins with a code and waits for the files. */
export async function joinSession({ page }: PersonAtWork, code: string): Promise<void> {
  await runCommand(page, 'Join a session');
  await page.getByLabel('Session code or link').fill(code);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByText(/\d in session/)).toBeVisible({ timeout: 30_000 });
}

/** Makes a code for a role in the open share popover. */
export async function makeCode({ page }: PersonAtWork, role: 'Editor' | 'Commenter' | 'Viewer'): Promise<string> {
  await page.getByRole('radio', { name: role }).click();
  await page.getByRole('button', { name: 'Make a code' }).click();
  return (await page.getByRole('status', { name: 'Session code' }).textContent()) ?? '';
}
