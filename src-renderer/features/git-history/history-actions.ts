import type { HistoryOutcome, LogCommit } from '../../../contract/desktop/git/history.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';

type Subject = Pick<LogCommit, 'hash' | 'subject'> & { readonly ref?: string };

/** What is done with a commit of the log; each needs the commit as its argument. */
export function historyActions(services: Services, chosen: () => Subject | null): readonly Command[] {
  const { core, dialogs, shell, notifications, workspace, editor } = services;
  const category = 'Git';
  const projectId = () => workspace.getState().project?.id ?? '';
  const subject = (argument: unknown) => (argument as Subject | undefined) ?? chosen();
  const short = ({ hash }: Subject) => hash.slice(0, 7);
  const named = (commit: Subject) => `${short(commit)} “${commit.subject}”`;

  const confirm = async (title: string, body: string, confirmed: string) =>
    (await dialogs.ask({
      title,
      body,
      buttons: [
        { id: 'cancel', title: 'Cancel' },
        { id: 'go', title: confirmed },
      ],
    })) === 'go';
  const tell = (commit: Subject, outcome: HistoryOutcome, done: string) => {
    const [first] = outcome.conflicts;
    switch (outcome.outcome) {
      case 'done':
        notifications.info(done);
        break;
      case 'nothing':
        notifications.info(`${short(commit)} changes nothing here`, { detail: 'All of it is here already.' });
        break;
      case 'conflicts':
        notifications.warning(
          outcome.conflicts.length === 1
            ? '1 file is in conflict'
            : `${outcome.conflicts.length} files are in conflict`,
          {
            detail: `Solve what is marked in ${outcome.conflicts.join(', ')}, then commit.`,
            actions:
              first === undefined
                ? []
                : [{ title: 'Open the merge editor', run: () => editor.openView('merge', first) }],
          },
        );
        break;
      default:
        outcome.outcome satisfies never;
    }
  };
  const act = (id: string, title: string, run: (commit: Subject) => Promise<void>): Command => ({
    id,
    title,
    category,
    when: 'inRepository',
    hidden: true,
    async run(argument) {
      const commit = subject(argument);
      if (commit) await run(commit);
    },
  });

  return [
    act('git.history.copyHash', 'Copy hash', async ({ hash }) => {
      await shell.system.writeClipboard({ text: hash });
    }),
    act('git.history.copyMessage', 'Copy subject', async (commit) => {
      await shell.system.writeClipboard({ text: commit.subject });
    }),
    act('git.history.createBranch', 'Create branch here', async (commit) => {
      const name = await dialogs.prompt({
        title: `New branch at ${short(commit)}`,
        label: 'Name',
        value: '',
        confirm: 'Create branch',
        validate: branchNameProblem,
      });
      if (name === null) return;
      await core.gitHistory.createBranch({
        projectId: projectId(),
        hash: commit.hash,
        name: name.trim(),
        checkout: false,
      });
      notifications.info(`Branch ${name.trim()} was created`, {
        actions: [
          {
            title: 'Check it out',
            run: async () => {
              await core.gitHistory.checkout({ projectId: projectId(), ref: name.trim() });
            },
          },
        ],
      });
    }),
    act('git.history.checkout', 'Check out', async (commit) => {
      const { ref } = commit;
      const agreed =
        ref !== undefined ||
        (await confirm(
          `Check out ${short(commit)}?`,
          'No branch is checked out then: commits that you make belong to none until you create one.',
          'Check out',
        ));
      if (agreed) await core.gitHistory.checkout({ projectId: projectId(), ref: ref ?? commit.hash });
    }),
    act('git.history.revert', 'Revert', async (commit) => {
      const agreed = await confirm(
        `Revert ${short(commit)}?`,
        `A new commit takes back what ${named(commit)} changed. The commit itself stays in the history.`,
        'Revert',
      );
      if (!agreed) return;
      const outcome = await core.gitHistory.revert({ projectId: projectId(), hash: commit.hash });
      tell(commit, outcome, `${short(commit)} was reverted`);
    }),
    act('git.history.cherryPick', 'Cherry-pick', async (commit) => {
      const agreed = await confirm(
        `Cherry-pick ${short(commit)}?`,
        `The changes of ${named(commit)} are committed on the branch that is checked out.`,
        'Cherry-pick',
      );
      if (!agreed) return;
      const outcome = await core.gitHistory.cherryPick({ projectId: projectId(), hash: commit.hash });
      tell(commit, outcome, `${short(commit)} was picked`);
    }),
  ];
}

/** What git would not take as the name of a branch, or null. */
export function branchNameProblem(name: string): string | null {
  const text = name.trim();
  if (text === '') return 'Give the branch a name.';
  const bad =
    /[\s~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|^[-/.]|\/\.|[/.]$/.test(text) ||
    text === '@' ||
    text.toUpperCase() === 'HEAD';
  return bad ? 'Git does not take that name. Use letters, digits, "-", "_" and "/".' : null;
}
