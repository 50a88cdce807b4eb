import { randomUUID } from 'node:crypto';
import type { GitRemotePart } from '../../../contract/desktop/git/changes.ts';
import { t } from '../../../localization/index.ts';
import { type AskPerson, openAskpass } from './askpass.ts';
import { listRemotes } from './branches.ts';
import { gitFailed } from './git-failure.ts';
import { createProgressReader } from './parse-progress.ts';
import type { ProjectGit } from './project-git.ts';

export interface RemoteRequest {
  readonly action: 'fetch' | 'pull' | 'push' | 'sync' | 'publish';
  readonly remote?: string;
  readonly rebase: boolean;
  readonly force: boolean;
}

/** What a piece of work with a remote may do while it runs. */
export interface RemoteTalk {
  /** Runs git with a way to ask for credentials, and tells its progress. `title` is said before git says anything. */
  git(args: readonly string[], title: string): Promise<string>;
}

/** Work with remotes, as streams whose questions a window answers. */
export interface RemoteWork {
  /** Runs `work`; what it returns is the summary at the end. Ends git when the reader leaves or the signal says so. */
  run(
    git: Pick<ProjectGit, 'projectId' | 'ask'>,
    work: (talk: RemoteTalk) => Promise<string>,
    signal?: AbortSignal,
  ): AsyncGenerator<GitRemotePart, void, void>;
  answer(projectId: string, questionId: string, answer: string | null): void;
}

/** Makes it; questions go through files in `askpassFolder`. */
export function createRemoteWork({ askpassFolder }: { askpassFolder: string }): RemoteWork {
  const questions = new Map<string, { projectId: string; settle: (answer: string | null) => void }>();

  async function* run(
    git: Pick<ProjectGit, 'projectId' | 'ask'>,
    work: (talk: RemoteTalk) => Promise<string>,
    signal?: AbortSignal,
  ): AsyncGenerator<GitRemotePart, void, void> {
    const ended = new AbortController();
    const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    const parts = createChannel<GitRemotePart>();
    const asked = new Set<string>();
    const ask: AskPerson = ({ prompt, kind }) =>
      new Promise((settle) => {
        const questionId = randomUUID();
        asked.add(questionId);
        questions.set(questionId, { projectId: git.projectId, settle });
        parts.push({ type: 'question', questionId, prompt, kind });
      });
    const askpass = await openAskpass(askpassFolder, ask);
    const talk: RemoteTalk = {
      git(args, title) {
        parts.push({ type: 'progress', message: title, fraction: null });
        return git.ask(args, {
          signal: either,
          environment: askpass.environment,
          onStderr: createProgressReader((progress) => parts.push({ type: 'progress', ...progress })),
        });
      },
    };
    const working = work(talk)
      .then((summary) => parts.push({ type: 'done', summary }))
      .then(parts.end, parts.fail);
    try {
      yield* parts.read();
    } finally {
      ended.abort();
      for (const questionId of asked) {
        questions.get(questionId)?.settle(null);
        questions.delete(questionId);
      }
      await working;
      await askpass.dispose();
    }
  }

  return {
    run,
    answer(projectId, questionId, answer) {
      const question = questions.get(questionId);
      if (question?.projectId !== projectId) return;
      questions.delete(questionId);
      question.settle(answer);
    },
  };
}

/** Fetches, pulls, pushes, both, or publishes; answers what happened in a few words. */
export async function talkToRemote(git: ProjectGit, talk: RemoteTalk, request: RemoteRequest): Promise<string> {
  const branch = (await git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'])).stdout.toString().trim();
  switch (request.action) {
    case 'fetch':
      await requireRemote(git);
      await talk.git(
        ['fetch', '--progress', '--prune', ...(request.remote ? [request.remote] : ['--all'])],
        'Fetching',
      );
      return 'Fetched';
    case 'pull':
      await pull(talk, request);
      return 'Pulled';
    case 'push':
      await push(git, talk, branch, request);
      return 'Pushed';
    case 'sync':
      if (!(await hasUpstream(git))) {
        await publish(git, talk, branch, request);
        return t('Published {{branch}}', { branch });
      }
      await pull(talk, request);
      await push(git, talk, branch, request);
      return t('In sync');
    case 'publish':
      await publish(git, talk, branch, request);
      return t('Published {{branch}}', { branch });
    default:
      return request.action satisfies never;
  }
}

async function pull(talk: RemoteTalk, { rebase }: RemoteRequest): Promise<void> {
  await talk.git(['pull', '--progress', '--no-edit', ...(rebase ? ['--rebase'] : [])], 'Pulling');
}

async function push(git: ProjectGit, talk: RemoteTalk, branch: string, request: RemoteRequest): Promise<void> {
  const { force } = request;
  requireBranch(branch);
  await requireRemote(git);
  const [remote, merge] = await Promise.all(
    ['remote', 'merge'].map(async (key) =>
      (await git.run(['config', '--get', `branch.${branch}.${key}`])).stdout.toString().trim(),
    ),
  );
  if (!remote || !merge) {
    throw gitFailed('', {
      reason: 'noUpstream',
      message: t('"{{branch}}" follows no remote branch yet. Publish it.', { branch }),
    });
  }
  const to = request.remote ?? remote;
  await talk.git(
    ['push', '--progress', ...(force ? ['--force-with-lease'] : []), to, `refs/heads/${branch}:${merge}`],
    'Pushing',
  );
}

async function publish(git: ProjectGit, talk: RemoteTalk, branch: string, request: RemoteRequest): Promise<void> {
  requireBranch(branch);
  const remotes = await requireRemote(git);
  const remote = request.remote ?? (remotes.includes('origin') ? 'origin' : (remotes[0] ?? 'origin'));
  await talk.git(
    ['push', '--progress', '--set-upstream', remote, `refs/heads/${branch}`],
    t('Publishing {{branch}}', { branch }),
  );
}

async function hasUpstream(git: ProjectGit): Promise<boolean> {
  return (await git.run(['rev-parse', '--verify', '--quiet', '@{upstream}'])).code === 0;
}

async function requireRemote(git: ProjectGit): Promise<string[]> {
  const remotes = await listRemotes(git);
  if (remotes.length > 0) return remotes;
  throw gitFailed('', { reason: 'noRemote', message: t('There is no remote yet. Add one first.') });
}

function requireBranch(branch: string): void {
  if (branch !== '') return;
  throw gitFailed('', { reason: 'other', message: t('No branch is checked out. Switch to one, or create one here.') });
}

/** Values from one side to the other, in order, until it ends or fails. */
function createChannel<T>() {
  const waiting: T[] = [];
  let wake: () => void = () => {};
  let over: { error?: unknown } | null = null;
  const stop = (outcome: { error?: unknown }) => {
    over = outcome;
    wake();
  };
  return {
    push(value: T) {
      waiting.push(value);
      wake();
    },
    end: () => stop({}),
    fail: (error: unknown) => stop({ error }),
    async *read(): AsyncGenerator<T, void, void> {
      for (;;) {
        const value = waiting.shift();
        if (value !== undefined) {
          yield value;
          continue;
        }
        const outcome: { error?: unknown } | null = over;
        if (outcome !== null) {
          if ('error' in outcome) throw outcome.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
