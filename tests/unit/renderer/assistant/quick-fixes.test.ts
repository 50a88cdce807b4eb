import type * as monaco from 'monaco-editor/editor/editor.api';
import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Command } from '../../../../src-renderer/app/commands.ts';
import type { Services } from '../../../../src-renderer/app/services.ts';
import type { AttachToEditor } from '../../../../src-renderer/app/text-editors.ts';
import { createEditorActions } from '../../../../src-renderer/features/assistant/editor-actions/editor-actions.ts';

type Lines = readonly [line: number, endLine: number];

const model = { uri: 'file:///a.ts', getLinesContent: () => ['one', 'two', 'three'] };
const marker = { message: 'Wrong', startLineNumber: 1, startColumn: 1, endLineNumber: 1, severity: 8 };
let selected: Lines;
let ran: string[];
let provider: monaco.languages.CodeActionProvider;
let kinds: readonly string[];
let registered: Map<string, (accessor: unknown, argument: never) => void>;
let commands: string[];

const rangeOf = ([startLineNumber, endLineNumber]: Lines) => ({
  ...{ startLineNumber, startColumn: 1, endLineNumber, endColumn: 1 },
});

beforeEach(() => {
  ran = [];
  registered = new Map();
  commands = [];
  const nothing = { dispose() {} };
  const host = {
    monaco: {
      languages: {
        registerCodeActionProvider(_: string, given: typeof provider, more: { providedCodeActionKinds: string[] }) {
          provider = given;
          kinds = more.providedCodeActionKinds;
          return nothing;
        },
      },
      editor: {
        registerCommand(id: string, run: (accessor: unknown, argument: never) => void) {
          registered.set(id, run);
          return nothing;
        },
      },
    },
  };
  const editor = {
    getSelection: () => ({
      ...rangeOf(selected),
      isEmpty: () => selected[0] === selected[1],
      equalsRange: (range: monaco.IRange) => JSON.stringify(range) === JSON.stringify(rangeOf(selected)),
    }),
  };
  createEditorActions({
    assistant: { ask: () => undefined },
    commands: {
      register: (...added: Command[]) => {
        commands.push(...added.map(({ id }) => id));
        return nothing;
      },
      run: async (id: string) => void ran.push(id),
    },
    workspace: createStore(() => ({ project: { id: 'p' } })),
    editor: {
      active: () => ({ model, editor, document: 'a.ts', projectId: 'p' }),
      liveTexts: () => [{ model, projectId: 'p' }],
      attach(attach: AttachToEditor) {
        attach({ host } as unknown as Parameters<AttachToEditor>[0]);
        return nothing;
      },
    },
  } as unknown as Services);
});

function offered(range: Lines, { only, markers = [] }: { only?: string; markers?: object[] } = {}) {
  const context = { markers, only } as unknown as monaco.languages.CodeActionContext;
  const list = provider.provideCodeActions(
    model as unknown as monaco.editor.ITextModel,
    rangeOf(range) as monaco.Range,
    context,
    undefined as never,
  ) as monaco.languages.CodeActionList;
  return list.actions;
}
const titles = (...given: Parameters<typeof offered>) => offered(...given).map(({ title }) => title);

it('offers the questions of the menu on a selection, by their kinds', () => {
  selected = [1, 3];
  expect(titles([1, 3])).toEqual([
    'Explain this code',
    'Find bugs in this code',
    'Refactor this code',
    'Add tests for this code',
  ]);
  expect(titles([1, 3], { only: 'quickfix' })).toEqual(['Explain this code', 'Find bugs in this code']);
  expect(titles([1, 3], { only: 'refactor' })).toEqual(['Refactor this code', 'Add tests for this code']);
  expect(titles([1, 3], { only: 'refactor.rewrite' })).toEqual(['Refactor this code']);
  expect(titles([1, 3], { only: 'source.fixAll' })).toEqual([]);
  expect(kinds).toEqual(['quickfix', 'refactor']);
  expect(offered([1, 3]).every(({ isPreferred }) => isPreferred !== true)).toBe(true);
});

it('runs the same commands as the menu', () => {
  selected = [1, 3];
  for (const { command } of offered([1, 3]))
    registered.get(command?.id ?? '')?.(null, command?.arguments?.[0] as never);
  expect(ran).toEqual(['assistant.explain', 'assistant.findBugs', 'assistant.refactor', 'assistant.addTests']);
  expect(commands).toEqual(expect.arrayContaining(ran));
});

it('offers none of them without a selection, nor for a problem elsewhere', () => {
  selected = [2, 2];
  expect(titles([2, 2])).toEqual([]);
  selected = [2, 3];
  expect(titles([1, 2])).toEqual([]);
  expect(titles([1, 1], { markers: [marker] })).toEqual(['Ask the assistant to fix this', 'Explain this problem']);
  expect(titles([1, 1], { markers: [marker], only: 'refactor' })).toEqual([]);
});
