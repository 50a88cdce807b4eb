import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { t } from '../../../localization/index.ts';
import { gitEnvironment } from '../git/index.ts';

const longestName = 64;

/** What to call a person: by the account, by git's configuration, by the system; the first of those that says anything. */
export async function findPersonName(sources: {
  accountName: () => Promise<string | null>;
  gitProgram: () => Promise<string>;
}): Promise<string> {
  for (const source of [sources.accountName, () => nameInGit(sources.gitProgram), nameInSystem]) {
    const name = (await source().catch(() => null))?.replace(/\p{C}/gu, '').trim().slice(0, longestName).trim();
    if (name) return name;
  }
  return t('Somebody');
}

async function nameInGit(gitProgram: () => Promise<string>): Promise<string> {
  const { stdout } = await promisify(execFile)(await gitProgram(), ['config', '--global', '--get', 'user.name'], {
    env: gitEnvironment(process.env),
    timeout: 5000,
    windowsHide: true,
  });
  return stdout;
}

async function nameInSystem(): Promise<string> {
  return userInfo().username;
}
