import { ORPCError } from '@orpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ReplaceEdit, ReplaceFile, SearchMatch } from '../../../contract/desktop/search.ts';
import { messageOf } from '../../app/error-message.ts';
import type { Services, TextUndo } from '../../app/services.ts';
import { formatNumber, t } from '../../localize.ts';
import { createReplacer, type Replacer, replacementProblem } from './replacement.ts';
import { afterReplacing, countMatches, type Replaced, type ResultFile, type Results } from './results.ts';
import type { Search } from './search.ts';
import { matchText, someOf } from './summary.ts';

/** Which matches of a file are meant. */
export interface ReplaceTarget {
  readonly file: ResultFile;
  readonly matches: readonly SearchMatch[];
}

/** What one replace has changed, and how it is taken back. */
interface DoneReplace {
  readonly projectId: string;
  readonly undoId: string | null;
  readonly texts: readonly { readonly path: string; readonly undo: TextUndo }[];
}

/** Replacing, and taking it back. */
export interface Replacing {
  /** Replaces done in this window that can be taken back, newest last. */
  readonly done: StoreApi<readonly DoneReplace[]>;
  /** Whether one is under way. */
  readonly busy: StoreApi<boolean>;
  replacer(): Replacer;
  /** Why nothing can be replaced as the form is; null when it can. */
  problem(): string | null;
  /** Changes these matches. Files that cannot be changed are left, and it is said why. */
  replace(targets: readonly ReplaceTarget[]): Promise<void>;
  /** Asks with counts, then replaces every match shown. */
  replaceAll(): Promise<void>;
  undo(): Promise<void>;
  /** A text as replacing these matches would leave it; null when it does not hold them. */
  preview(text: string, replaced: readonly Replaced[]): string | null;
}

type ReplaceServices = Pick<Services, 'core' | 'workspace' | 'editor' | 'notifications' | 'dialogs'>;

interface Outcome {
  readonly replaced: readonly Replaced[];
  readonly version: string | null;
}

interface Left {
  readonly path: string;
  readonly reason: string;
}

const keptReplaces = 20;
/** Files of one call: between two, the replace can be stopped. */
const filesAtOnce = 40;

/** Builds it on the window's search. */
export function createReplacing(services: ReplaceServices, search: Search): Replacing {
  const { core, workspace, editor, notifications, dialogs } = services;
  const done = createStore<readonly DoneReplace[]>(() => []);
  const busy = createStore<boolean>(() => false);

  const rule = () => {
    const { text: query, regex, matchCase, replacement, preserveCase } = search.store.getState().form;
    return { query, regex, matchCase, replacement, preserveCase };
  };
  const replacer = () => createReplacer(rule());
  const problem = () => replacementProblem(rule());

  const replace = async (targets: readonly ReplaceTarget[]): Promise<void> => {
    const projectId = workspace.getState().project?.id;
    if (projectId === undefined || busy.getState() || problem() !== null) return;
    busy.setState(true, true);
    try {
      await search.whileHeld(() => replaceNow(projectId, targets));
    } finally {
      busy.setState(false, true);
    }
  };

  const replaceNow = async (projectId: string, targets: readonly ReplaceTarget[]): Promise<void> => {
    const plans = targets.map((target) => plan(target, replacer()));
    const left: Left[] = plans.flatMap(({ file, unknown }) =>
      unknown > 0
        ? [
            {
              path: file.path,
              reason: t('{{number}} of its matches cannot be replaced here.', { number: formatNumber(unknown) }),
            },
          ]
        : [],
    );
    const unsaved = new Set(editor.texts.unsaved().map(({ path }) => path));
    const outcomes = new Map<ResultFile, Outcome>();
    const texts: { path: string; undo: TextUndo }[] = [];
    for (const { file, edits, replaced } of plans) {
      if (edits.length === 0 || !unsaved.has(file.path)) continue;
      const undo = editor.texts.change(file.path, edits);
      if (undo) {
        texts.push({ path: file.path, undo });
        outcomes.set(file, { replaced, version: null });
      } else left.push({ path: file.path, reason: t('Its text has changed since it was searched.') });
    }
    const onDisk = plans.filter(({ file, edits }) => edits.length > 0 && !unsaved.has(file.path));
    const undoId = onDisk.length === 0 ? null : await replaceOnDisk(projectId, onDisk, outcomes, left);
    showOutcomes(outcomes);
    if (undoId !== null || texts.length > 0) {
      done.setState([...done.getState(), { projectId, undoId, texts }].slice(-keptReplaces), true);
    }
    tell(outcomes, left);
  };

  /** Answers the id for taking it back; null when nothing was changed. */
  const replaceOnDisk = async (
    projectId: string,
    plans: readonly Plan[],
    outcomes: Map<ResultFile, Outcome>,
    left: Left[],
  ): Promise<string | null> => {
    let lost = false;
    const undoId = crypto.randomUUID();
    const { searchedAt } = search.store.getState();
    const waiting = new Map(plans.map((each) => [each.file.path, each]));
    await notifications
      .progress(t('Replacing in files'), async (report, signal) => {
        for (let start = 0; start < plans.length && !signal.aborted; start += filesAtOnce) {
          const files = plans
            .slice(start, start + filesAtOnce)
            .map(({ file, edits }): ReplaceFile => ({ path: file.path, version: file.version, edits: [...edits] }));
          const reply = await core.search.replace({ projectId, undoId, searchedAt, files });
          for (const outcome of reply.outcomes) {
            const planned = waiting.get(outcome.path);
            waiting.delete(outcome.path);
            if (outcome.type === 'left') left.push({ path: outcome.path, reason: outcome.reason });
            else if (planned) outcomes.set(planned.file, { replaced: planned.replaced, version: outcome.version });
          }
          const finished = plans.length - waiting.size;
          report({
            fraction: finished / plans.length,
            message: t('{{finished}} of {{total}} files', {
              finished: formatNumber(finished),
              total: formatNumber(plans.length),
            }),
          });
        }
        left.push(...[...waiting.keys()].map((path) => ({ path, reason: t('The replace was stopped before it.') })));
      })
      .catch((error: unknown) => {
        // Some of these may have been changed before Core ended; undoing knows.
        lost = true;
        left.push(...[...waiting.keys()].map((path) => ({ path, reason: messageOf(error) })));
      });
    await editor.texts.followDisk(plans.map(({ file }) => file.path));
    return lost || plans.some(({ file }) => outcomes.has(file)) ? undoId : null;
  };

  const showOutcomes = (
    outcomes: ReadonlyMap<ResultFile, { replaced: readonly Replaced[]; version: string | null }>,
  ) => {
    const changed = new Map([...outcomes].map(([file, outcome]) => [file.path, outcome]));
    const results: Results = search.store.getState().results.flatMap((file) => {
      const outcome = changed.get(file.path);
      if (!outcome) return [file];
      const after = afterReplacing(file, outcome.replaced, outcome.version);
      return after ? [after] : [];
    });
    search.setResults(results);
  };

  const tell = (outcomes: ReadonlyMap<ResultFile, Outcome>, left: readonly Left[]) => {
    const matches = [...outcomes.values()].reduce((sum, { replaced }) => sum + replaced.length, 0);
    const undoAction = { title: t('Undo'), run: () => undo() };
    if (left.length > 0) {
      const files = t('{{number}} files were left as they are', {
        number: formatNumber(left.length),
        count: left.length,
      });
      notifications.warning(
        matches === 0
          ? t('Nothing was replaced: {{files}}', { files })
          : t('{{matches}} replaced, {{files}}', { matches: matchText(matches, outcomes.size), files }),
        {
          detail: someOf(left.map(({ path, reason }) => (reason.includes(path) ? reason : `${path}: ${reason}`))),
          actions: matches > 0 ? [undoAction] : [],
        },
      );
    } else if (matches > 1) {
      notifications.info(t('{{matches}} replaced', { matches: matchText(matches, outcomes.size) }), {
        actions: [undoAction],
      });
    }
  };

  const undo = async (): Promise<void> => {
    const last = done.getState().at(-1);
    if (!last || busy.getState()) return;
    busy.setState(true, true);
    try {
      await search.whileHeld(() => undoNow(last));
    } finally {
      busy.setState(false, true);
    }
  };

  const undoNow = async (last: DoneReplace): Promise<void> => {
    const { projectId, undoId, texts } = last;
    const forget = () =>
      done.setState(
        done.getState().filter((other) => other !== last),
        true,
      );
    const nothing = { restored: [], left: [] };
    const reply =
      undoId === null
        ? nothing
        : await core.search.undoReplace({ projectId, undoId }).catch((error: unknown) => {
            if (error instanceof ORPCError && error.code === 'CANNOT_UNDO') forget();
            throw error;
          });
    const changed = texts.filter(({ undo: takeBack }) => !takeBack());
    const left = [
      ...reply.left,
      ...changed.map(({ path }) => ({ path, reason: t('"{{path}}" has changed since.', { path }) })),
    ];
    forget();
    await editor.texts.followDisk(reply.restored);
    const restored = reply.restored.length + texts.length - changed.length;
    const files = t('{{number}} files are as before the replace', { number: formatNumber(restored), count: restored });
    if (left.length === 0) notifications.info(files);
    else {
      notifications.warning(
        t('{{files}}, {{number}} were left', { files, number: formatNumber(left.length), count: left.length }),
        {
          detail: someOf(left.map(({ reason }) => reason)),
        },
      );
    }
  };

  return {
    done,
    busy,
    replacer,
    problem,
    replace,
    async replaceAll() {
      const { results, form, limited } = search.store.getState();
      const matches = countMatches(results);
      if (matches === 0 || problem() !== null) return;
      const by =
        form.replacement === ''
          ? t('They are removed.')
          : t('They become "{{text}}".', { text: shorten(form.replacement) });
      const more = limited ? t('There are more matches than these; search again afterwards.') : '';
      const answer = await dialogs.ask({
        title: t('Replace {{matches}}?', { matches: matchText(matches, results.length) }),
        body: [by, more, t('One undo takes all of it back.')].filter(Boolean).join(' '),
        buttons: [
          { id: 'cancel', title: t('Cancel') },
          { id: 'replace', title: t('Replace all') },
        ],
      });
      // What is replaced is what was counted, whatever has been found since.
      if (answer === 'replace') await replace(results.map((file) => ({ file, matches: file.matches })));
    },
    undo,
    preview: (text, replaced) => editor.texts.applied(text, toEdits(replaced)),
  };
}

interface Plan {
  readonly file: ResultFile;
  readonly edits: readonly ReplaceEdit[];
  readonly replaced: readonly Replaced[];
  /** Matches whose replacement cannot be told. */
  readonly unknown: number;
}

function plan({ file, matches }: ReplaceTarget, replacer: Replacer): Plan {
  const replaced: Replaced[] = [];
  for (const match of matches) {
    const text = replacer(match);
    if (text !== null) replaced.push({ match, text });
  }
  return { file, edits: toEdits(replaced), replaced, unknown: matches.length - replaced.length };
}

function toEdits(replaced: readonly Replaced[]): ReplaceEdit[] {
  return replaced.map(({ match: { line, column, endLine, endColumn, text: expected }, text }) => ({
    line,
    column,
    endLine,
    endColumn,
    expected,
    text,
  }));
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
