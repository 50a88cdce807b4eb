import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { createBlockStage, readAnswer, renderStagedText } from '../../src-main/core/assistant/edits/engine/index.ts';
import { hardCases } from './support/edits/hard-cases.ts';
import { applyLiterally, readModelAnswers } from './support/edits/model-answers.ts';
import { readCommittedChanges, readPublishedChanges } from './support/edits/published-changes.ts';
import {
  type AuthorEdit,
  asDiff,
  asPatch,
  asSearchReplace,
  blocksOf,
  editsBetween,
  type RenderedBlock,
  withEdits,
} from './support/edits/render-edits.ts';
import { realHistories } from './support/real-histories.ts';
import { figureRow } from './support/statistics.ts';

/** One way in which answers are written, or go wrong; null where an edit cannot be written so. */
interface Rendering {
  readonly name: string;
  /** What part of the edits has to come out as published: all, nearly all, or as many as may be. */
  readonly must: 'all' | 'most' | 'reported';
  readonly lineEnd?: '\r\n';
  render(
    before: string,
    edits: readonly AuthorEdit[],
  ): { readonly answer: string; readonly blocks: readonly RenderedBlock[] } | null;
}

const file = 'src/file.txt';
const changesOfOne = 3000;
/** What the corpus of a model's answers holds: files, and those among them that an answer itself changes otherwise than was asked for. */
const filesAnswered = 122;
const slipsOfModel = 4;

const searchReplace =
  (context: number, perturb: (block: RenderedBlock) => Pick<RenderedBlock, 'search' | 'replace'> | null) =>
  (before: string, edits: readonly AuthorEdit[]) => {
    const blocks = blocksOf(before, edits, context, true);
    const written = blocks.map(perturb);
    if (
      written.some((block) => block === null) ||
      blocks.some(({ search, replace }) => [...search, ...replace].some((line) => /^[<=>]{5,9}/.test(line)))
    )
      return null;
    return { answer: asSearchReplace(file, written as RenderedBlock[]), blocks };
  };

const renderings: readonly Rendering[] = [
  { name: 'SEARCH/REPLACE, exact', must: 'all', render: searchReplace(1, (block) => block) },
  {
    name: 'SEARCH/REPLACE, exact, CR LF in the file',
    must: 'all',
    lineEnd: '\r\n',
    render: searchReplace(1, (block) => block),
  },
  { name: 'SEARCH/REPLACE, spaces at line ends', must: 'most', render: searchReplace(2, withSpaces) },
  {
    name: 'SEARCH/REPLACE, indented by four',
    must: 'most',
    render: searchReplace(2, (block) => shifted(block, (line) => `    ${line}`)),
  },
  { name: 'SEARCH/REPLACE, indentation dropped', must: 'most', render: searchReplace(2, dedented) },
  {
    name: 'SEARCH/REPLACE, blank lines around',
    must: 'most',
    render: searchReplace(2, ({ search, replace }) => ({ search: ['', ...search, ''], replace: ['', ...replace, ''] })),
  },
  { name: 'SEARCH/REPLACE, lines left out', must: 'reported', render: searchReplace(8, elided) },
  {
    name: 'apply_patch',
    must: 'most',
    render: (before, edits) => {
      const blocks = blocksOf(before, edits, 3, true);
      return { answer: asPatch(file, before, blocks), blocks };
    },
  },
  {
    name: 'unified diff',
    must: 'most',
    render: (before, edits) => {
      const blocks = blocksOf(before, edits, 3, true);
      return {
        answer: asDiff(
          file,
          before,
          blocks,
          ({ start, search, replace }) => `@@ -${start + 1},${search.length} +${start + 1},${replace.length} @@`,
        ),
        blocks,
      };
    },
  },
  {
    name: 'unified diff, stale line numbers',
    must: 'most',
    render: (before, edits) => {
      const blocks = blocksOf(before, edits, 3, true);
      return { answer: asDiff(file, before, blocks, ({ start }) => `@@ -${start + 40},3 +${start + 2},9 @@`), blocks };
    },
  },
  {
    name: 'unified diff, no line numbers',
    must: 'most',
    render: (before, edits) => {
      const blocks = blocksOf(before, edits, 3, true);
      return { answer: asDiff(file, before, blocks, () => '@@ ... @@'), blocks };
    },
  },
  {
    name: 'unified diff, three lines around and no more',
    must: 'reported',
    render: (before, edits) => {
      const blocks = blocksOf(before, edits, 3, false);
      return { answer: asDiff(file, before, blocks, () => '@@ -1 +1 @@'), blocks };
    },
  },
];

/**
 * Edits of answers on the texts that they were made for. Where inputs come from: the changes between two published versions of packages that are
 * installed here and the commits of other projects, written as models write them and then spoilt as models spoil them; cases of our own (`hard-cases.ts`); and a file of 10 MB.
 * A wrong place is a text that is not what those edits make of it that were not refused.
 */
export default async function apply(): Promise<BenchRow[]> {
  const published = readPublishedChanges();
  const committed = (await realHistories()).flatMap((history) => readCommittedChanges(history, changesOfOne));
  const changes = [...published, ...committed];
  const rows: BenchRow[] = [
    figureRow('published changes', 'files', published.length),
    figureRow('changes of commits of other projects', 'files', committed.length),
  ];
  let wrong = 0;
  for (const rendering of renderings) {
    const tally = { asked: 0, reproduced: 0, wrong: 0 };
    for (const { name, before, after } of changes) runPublished(rendering, name, before, after, tally);
    wrong += tally.wrong;
    const share = tally.asked === 0 ? 0 : (100 * tally.reproduced) / tally.asked;
    const least = { all: 100, most: 98, reported: null }[rendering.must];
    rows.push({
      metric: `${rendering.name}: reproduced of ${tally.asked}`,
      unit: '%',
      ours: share,
      reference: null,
      ratio: null,
      must: least === null ? null : `≥ ${least} %`,
      pass: tally.asked > 0 && (least === null || share >= least),
    });
  }
  const answered = applyModelAnswers();
  rows.push(...answered.rows);
  wrong += answered.wrong;
  for (const hard of hardCases) {
    const { text } = applyTo(hard.text, hard.answer, 'f.txt');
    if (text === (hard.expected ?? hard.text)) continue;
    wrong += 1;
    console.log(`wrong: ${hard.name}: ${JSON.stringify(text)}`);
  }
  rows.push(figureRow('hard cases', 'cases', hardCases.length));
  rows.push(figureRow('wrong places, all corpora', 'edits', wrong, 0));
  rows.push(...timeLargeFile());
  return rows;
}

function runPublished(
  rendering: Rendering,
  name: string,
  before: string,
  after: string,
  tally: { asked: number; reproduced: number; wrong: number },
): void {
  const edits = editsBetween(before, after);
  const rendered = rendering.render(before, edits);
  if (rendered === null) return;
  const ends = (text: string) => (rendering.lineEnd ? text.replaceAll('\n', rendering.lineEnd) : text);
  const { text, applied } = applyTo(ends(before), rendered.answer, file);
  tally.asked += 1;
  if (text === ends(after)) {
    tally.reproduced += 1;
    return;
  }
  if (rendering.must === 'all') console.log(`refused: ${rendering.name}: ${name}`);
  const made = rendered.blocks.filter((_, index) => applied[index]).flatMap((block) => block.edits);
  if (applied.length === rendered.blocks.length && text === ends(withEdits(before, made))) return;
  tally.wrong += 1;
  console.log(`wrong: ${rendering.name}: ${name}`);
}

/**
 * What a model answered to changes of this repository. Where an answer itself says something else than what was committed, it is the model's slip, and
 * has to come out as it says.
 */
function applyModelAnswers(): { readonly rows: BenchRow[]; readonly wrong: number } {
  const tallies = new Map<string, { files: number; committed: number; slips: number; wrong: number }>();
  let [blocks, failed] = [0, 0];
  for (const model of readModelAnswers()) {
    const tally = tallies.get(model.format) ?? { files: 0, committed: 0, slips: 0, wrong: 0 };
    tallies.set(model.format, tally);
    const { texts, applied } = applyAll(model.answer, model.before);
    blocks += applied.length;
    failed += applied.filter((done) => !done).length;
    for (const [path, text] of texts) {
      tally.files += 1;
      if (text === model.after(path)) tally.committed += 1;
      else if (text !== null && text === applyLiterally(model, path)) tally.slips += 1;
      else {
        tally.wrong += 1;
        console.log(`wrong: answer to ${model.commit}, ${path}`);
      }
    }
  }
  const rows: BenchRow[] = [...tallies].map(([format, { files, committed, slips }]) => ({
    metric: `answers of a model, ${format}: as committed, of ${files} files less ${slips} in which the answer says otherwise`,
    unit: '%',
    ours: (100 * committed) / (files - slips),
    reference: null,
    ratio: null,
    must: '≥ 100 %',
    pass: committed === files - slips,
  }));
  const sum = (of: 'files' | 'slips' | 'wrong') => [...tallies.values()].reduce((all, tally) => all + tally[of], 0);
  const files = figureRow('… files in all their answers', 'files', sum('files'));
  rows.push(
    { ...files, must: `${filesAnswered}`, pass: sum('files') === filesAnswered },
    figureRow('… in which the answer says otherwise', 'files', sum('slips'), slipsOfModel),
    figureRow(`… of their ${blocks} blocks have no place`, 'blocks', failed, 0),
  );
  return { rows, wrong: sum('wrong') };
}

function applyTo(
  before: string,
  answer: string,
  path: string,
): { readonly text: string | null; readonly applied: boolean[] } {
  const { texts, applied } = applyAll(answer, (asked) => (asked === path ? before : null));
  const text = texts.get(path);
  return { text: text === undefined ? before : text, applied };
}

/** What an answer makes of the files that it changes; null for one that it deletes. */
function applyAll(
  answer: string,
  textOf: (path: string) => string | null,
): { readonly texts: ReadonlyMap<string, string | null>; readonly applied: boolean[] } {
  const stage = createBlockStage({ leaveFlagged: true });
  const applied = readAnswer(answer).map((block) => {
    for (const path of stage.needs(block)) {
      const text = textOf(path);
      stage.provide(path, text === null ? { state: 'missing' } : { state: 'text', text });
    }
    const { status } = stage.apply(block);
    return status === 'staged' || status === 'repeated';
  });
  const texts = stage
    .drafts()
    .map(({ path, staged }) => [path, staged === null ? null : renderStagedText(staged)] as const);
  return { texts: new Map(texts), applied };
}

/** Lines that are looked for get spaces at their ends, on both sides where they stay. */
function withSpaces({ search, edits, start }: RenderedBlock) {
  const spoilt = search.map((line) => `${line}  `);
  // What is spoilt into the very line that is wanted says that nothing changes.
  if (edits.some(({ lines }) => lines.some((line) => spoilt.includes(line)))) return null;
  const replace: string[] = [];
  let last = 0;
  for (const edit of edits) {
    replace.push(...spoilt.slice(last, edit.start - start), ...edit.lines);
    last = edit.end - start;
  }
  return { search: spoilt, replace: [...replace, ...spoilt.slice(last)] };
}

function shifted({ search, replace }: RenderedBlock, shift: (line: string) => string) {
  const all = (lines: readonly string[]) => lines.map((line) => (line.trim() === '' ? line : shift(line)));
  return { search: all(search), replace: all(replace) };
}

function dedented(block: RenderedBlock) {
  const filled = [...block.search, ...block.replace].filter((line) => line.trim() !== '');
  const indents = filled.map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const common = indents.reduce((a, b) => (a.length <= b.length ? a : b), indents[0] ?? '');
  if (common === '' || indents.some((indent) => !indent.startsWith(common))) return null;
  return shifted(block, (line) => line.slice(common.length));
}

/** Leaves out what is between the first two lines and the last two before the edit. */
function elided({ search, replace, edits, start }: RenderedBlock) {
  const first = (edits[0]?.start ?? 0) - start;
  if (edits.length !== 1 || first < 6) return null;
  const leaveOut = (lines: readonly string[]) => [...lines.slice(0, 2), '...', ...lines.slice(first - 2)];
  return { search: leaveOut(search), replace: leaveOut(replace) };
}

function timeLargeFile(): BenchRow[] {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `  export const value${index} = compute(${index}, 'text ${index % 97}');`,
  );
  const text = `${lines.join('\n')}\n`;
  const some = lines.slice(150_000, 150_010);
  const same = `${'    return null;\n'.repeat(600_000)}`;
  const block = (search: readonly string[]) => asSearchReplace(file, [{ search, replace: ['x'] }]);
  const cases: [string, string, string][] = [
    ['found exactly', text, block(some)],
    ['found with other indentation', text, block(some.map((line) => line.trim()))],
    ['not there at all', text, block(some.map((line) => line.split('').reverse().join('')))],
    ['nearly there', text, block(some.map((line) => line.replace('compute', 'computed')))],
    [
      'not there, all lines the same',
      same,
      block([...Array.from({ length: 50 }, () => '    return null;'), '    return nil;']),
    ],
    [
      'fifty blocks',
      text,
      Array.from({ length: 50 }, (_, index) => block(lines.slice(index * 3000, index * 3000 + 3))).join(''),
    ],
  ];
  return cases.map(([name, before, answer]) => {
    const started = performance.now();
    applyTo(before, answer, file);
    return figureRow(`${Math.round(before.length / 1e6)} MB: ${name}`, 'ms', performance.now() - started, 3000);
  });
}
