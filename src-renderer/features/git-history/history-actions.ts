import type { HistoryOutcome, LogCommit } from '../../../contract/desktop/git/history.ts';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';

type Subject = Pick<LogCommit, 'hash' | 'subject'> & { readonly ref?: string };

/** What is done with a commit of the log; each needs the commit as its argument. */
export function historyActions(services: Services, chosen: () => Subject | null): readonly Command[] {
  const { core, dialogs, shell, notifications, workspace, editor } = services;
  const category = t('Git');
  const projectId = () => workspace.getState().project?.id ?? '';
  const subject = (argument: unknown) => (argument as Subject | undefined) ?? chosen();
  const short = ({ hash }: Subject) => hash.slice(0, 7);
  const named = (commit: Subject) => t('{{hash}} “{{subject}}”', { hash: short(commit), subject: commit.subject });

  const confirm = async (title: string, body: string, confirmed: string) =>
    (await dialogs.ask({
      title,
      body,
      buttons: [
        { id: 'cancel', title: t('Cancel') },
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
        notifications.info(t('{{hash}} changes nothing here', { hash: short(commit) }), {
          detail: t('All of it is here already.'),
        });
        break;
      case 'conflicts':
        notifications.warning(t('{{count}} files are in conflict', { count: outcome.conflicts.length }), {
          detail: t('Solve what is marked in {{files}}, then commit.', { files: outcome.conflicts.join(', ') }),
          actions:
            first === undefined
              ? []
              : [{ title: t('Open the merge editor'), run: () => editor.openView('merge', first) }],
        });
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
    act('git.history.copyHash', t('Copy hash'), async ({ hash }) => {
      await shell.system.writeClipboard({ text: hash });
    }),
    act('git.history.copyMessage', t('Copy subject'), async (commit) => {
      await shell.system.writeClipboard({ text: commit.subject });
    }),
    act('git.history.createBranch', t('Create branch here'), async (commit) => {
      const name = await dialogs.prompt({
        title: t('New branch at {{hash}}', { hash: short(commit) }),
        label: t('Name'),
        value: '',
        confirm: t('Create branch'),
        validate: branchNameProblem,
      });
      if (name === null) return;
      await core.gitHistory.createBranch({
        projectId: projectId(),
        hash: commit.hash,
        name: name.trim(),
        checkout: false,
      });
      notifications.info(t('Branch {{name}} was created', { name: name.trim() }), {
        actions: [
          {
            title: t('Check it out'),
            run: async () => {
              await core.gitHistory.checkout({ projectId: projectId(), ref: name.trim() });
            },
          },
        ],
      });
    }),
    act('git.history.checkout', t('Check out'), async (commit) => {
      const { ref } = commit;
      const agreed =
        ref !== undefined ||
        (await confirm(
          t('Check out {{name}}?', { name: short(commit) }),
          t('No branch is checked out then: commits that you make belong to none until you create one.'),
          t('Check out'),
        ));
      if (agreed) await core.gitHistory.checkout({ projectId: projectId(), ref: ref ?? commit.hash });
    }),
    act('git.history.revert', t('Revert', { context: 'commit' }), async (commit) => {
      const agreed = await confirm(
        t('Revert {{hash}}?', { hash: short(commit) }),
        t('A new commit takes back what {{commit}} changed. The commit itself stays in the history.', {
          commit: named(commit),
        }),
        t('Revert'),
      );
      if (!agreed) return;
      const outcome = await core.gitHistory.revert({ projectId: projectId(), hash: commit.hash });
      tell(commit, outcome, t('{{hash}} was reverted', { hash: short(commit) }));
    }),
    act('git.history.cherryPick', t('Cherry-pick'), async (commit) => {
      const agreed = await confirm(
        t('Cherry-pick {{hash}}?', { hash: short(commit) }),
        t('The changes of {{commit}} are committed on the branch that is checked out.', { commit: named(commit) }),
        t('Cherry-pick'),
      );
      if (!agreed) return;
      const outcome = await core.gitHistory.cherryPick({ projectId: projectId(), hash: commit.hash });
      tell(commit, outcome, t('{{hash}} was picked', { hash: short(commit) }));
    }),
  ];
}

/** What git would not take as the name of a branch, or null. */
export function branchNameProblem(name: string): string | null {
  const text = name.trim();
  if (text === '') return t('Give the branch a name.');
  const bad =
    /[\s~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|^[-/.]|\/\.|[/.]$/.test(text) ||
    text === '@' ||
    text.toUpperCase() === 'HEAD';
  return bad ? t('Git does not take that name. Use letters, digits, "-", "_" and "/".') : null;
}
