import { randomUUID } from 'node:crypto';
import { constants, type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const longestPrompt = 2000;
/** Milliseconds between looks whether the one who asked listens yet. */
const pipePause = 20;

/** A question of git's or ssh's that only a person can answer. */
export interface CredentialQuestion {
  readonly prompt: string;
  readonly kind: 'text' | 'secret' | 'confirm';
}

/** Answers a question; null gives up, and git with it. */
export type AskPerson = (question: CredentialQuestion) => Promise<string | null>;

/** Lets git and ssh ask while it is open. */
export interface Askpass {
  /** For the git that may ask. */
  readonly environment: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/**
 * The program that git and ssh run to ask. It is a shell script, since a release build can run no Node of its own and git
 * brings a shell on every system. The question is a file; the answer comes through a pipe that is never on the disk, or,
 * where the system has none (Windows), through a file that is removed as it is read.
 */
const script = `#!/bin/sh
umask 077
name="$FLASHFUSION_ASKPASS/$$"
if [ "$FLASHFUSION_ASKPASS_PIPE" = 1 ]; then mkfifo "$name.answer" || exit 1; fi
printf '%s' "$1" > "$name.new" || exit 1
mv "$name.new" "$name.question" || exit 1
while [ ! -e "$name.answer" ]; do sleep 0.1; done
IFS= read -r answer < "$name.answer"
rm -f "$name.answer"
case "$answer" in
  =*) printf '%s\\n' "\${answer#=}" ;;
  *) exit 1 ;;
esac
`;

/** Opens the way for questions below `folder`, which only this user can read. */
export async function openAskpass(folder: string, ask: AskPerson): Promise<Askpass> {
  const place = join(folder, randomUUID());
  const program = join(place, 'ask.sh');
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeFile(program, script, { mode: 0o700 });
  const pipe = process.platform !== 'win32';
  const seen = new Set<string>();
  let disposed = false;

  const answer = async (name: string) => {
    const question = join(place, `${name}.question`);
    const prompt = (await readFile(question, 'utf8')).slice(0, longestPrompt);
    await rm(question, { force: true });
    const given = await ask({ prompt, kind: kindOf(prompt) }).catch(() => null);
    if (disposed) return;
    const text = given === null ? '!\n' : `=${given.replace(/[\r\n].*$/s, '')}\n`;
    const target = join(place, `${name}.answer`);
    if (pipe) return writeToPipe(target, text, () => disposed);
    await writeFile(`${target}.new`, text, { mode: 0o600 });
    await rename(`${target}.new`, target);
  };
  const look = async () => {
    for (const entry of await readdir(place)) {
      const name = /^(\d+)\.question$/.exec(entry)?.[1];
      if (name === undefined || seen.has(name)) continue;
      seen.add(name);
      void answer(name)
        .catch(() => {
          // Git has ended, and nobody waits for the answer.
        })
        .finally(() => seen.delete(name));
    }
  };
  const lookQuietly = () => void look().catch(() => {});
  const watcher: FSWatcher = watch(place, { persistent: false }, lookQuietly);
  watcher.on('error', () => watcher.close());

  return {
    environment: {
      GIT_ASKPASS: program,
      SSH_ASKPASS: program,
      SSH_ASKPASS_REQUIRE: 'force',
      FLASHFUSION_ASKPASS: place,
      FLASHFUSION_ASKPASS_PIPE: pipe ? '1' : '0',
      // Older versions of ssh only ask this way where there seems to be a screen.
      ...(process.env.DISPLAY ? {} : { DISPLAY: ':0' }),
    },
    async dispose() {
      disposed = true;
      watcher.close();
      await rm(place, { recursive: true, force: true }).catch(() => {});
    },
  };
}

/** Writes once the other end listens: opening a pipe that nobody reads would keep a thread waiting for ever. */
async function writeToPipe(path: string, text: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const handle = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENXIO') return null;
      throw error;
    });
    if (handle) {
      await handle.writeFile(text);
      return handle.close();
    }
    await pause(pipePause);
  }
}

/** User names are shown while they are typed; a host's key is a matter of yes or no; all else is secret. */
export function kindOf(prompt: string): CredentialQuestion['kind'] {
  if (/\(yes\/no/i.test(prompt)) return 'confirm';
  return /^(Username|User name|Login)\b/i.test(prompt) ? 'text' : 'secret';
}
