import { describe, expect, it } from 'vitest';
import { type Command, createCommandRegistry } from '../../../../src-renderer/app/commands.ts';
import { resolveKeybindings } from '../../../../src-renderer/app/keybindings.ts';
import { type ContextValues, evaluateWhen, parseWhen, type WhenExpression } from '../../../../src-renderer/app/when.ts';
import { workbenchCommands } from '../../../../src-renderer/app/workbench-commands.ts';
import { accountCommands } from '../../../../src-renderer/features/account/account-commands.ts';
import { registerEditorCommands } from '../../../../src-renderer/features/editor/commands/index.ts';
import { explorerCommands } from '../../../../src-renderer/features/explorer/explorer-commands.ts';
import { gitCommands } from '../../../../src-renderer/features/git/git-commands.ts';
import { historyCommands } from '../../../../src-renderer/features/git-history/history-commands.ts';
import { keybindingCommands } from '../../../../src-renderer/features/keybindings/keybinding-commands.ts';
import { paletteCommands } from '../../../../src-renderer/features/palette/palette-commands.ts';
import { previewCommands } from '../../../../src-renderer/features/preview/preview-commands.ts';
import { projectCommands } from '../../../../src-renderer/features/projects/project-commands.ts';
import { searchCommands } from '../../../../src-renderer/features/search/search-commands.ts';
import { settingsCommands } from '../../../../src-renderer/features/settings/settings-commands.ts';
import { taskCommands } from '../../../../src-renderer/features/tasks/task-commands.ts';
import { terminalCommands } from '../../../../src-renderer/features/terminal/terminal-commands.ts';
import { themeCommands } from '../../../../src-renderer/features/themes/theme-commands.ts';

/** Stands for any service: commands are only listed here, never run. */
function anything<T>(known: Record<string, unknown> = {}): T {
  return new Proxy(() => {}, {
    get: (_, name) => (typeof name === 'string' && name in known ? known[name] : anything()),
    apply: () => anything(),
  }) as T;
}

function everyCommand(): readonly Command[] {
  const registry = createCommandRegistry(() => {});
  registerEditorCommands(anything({ session: anything({ services: anything({ commands: registry }) }) }));
  registry.register(
    ...accountCommands(anything(), anything()),
    ...explorerCommands(anything(), anything(), anything()),
    ...gitCommands(anything(), anything()),
    ...workbenchCommands(anything(), anything()),
    ...paletteCommands(anything()),
    ...previewCommands(anything(), anything()),
    ...historyCommands(anything(), anything()),
    ...projectCommands(anything(), anything()),
    ...searchCommands(anything(), anything()),
    ...settingsCommands(anything(), anything()),
    ...terminalCommands(anything(), anything(), anything()),
    ...taskCommands(anything(), anything()),
    ...themeCommands(anything(), anything()),
    ...keybindingCommands(anything(), anything()),
  );
  return [...registry.getState().values()];
}

/** Facts of which at most one can hold at a time. */
const exclusive: readonly (readonly string[])[] = [
  [
    'editorTextFocus',
    'explorerFocus',
    'searchTreeFocus',
    'scmFocus',
    'terminalFocus',
    'paletteOpen',
    'dialogOpen',
    'inputFocus',
  ],
  ['editorTextFocus', 'explorerFocus', 'searchViewFocus', 'scmFocus', 'terminalFocus', 'paletteOpen', 'dialogOpen'],
  [
    'editorTextFocus',
    'explorerFocus',
    'scmFocus',
    'scmInputFocus',
    'searchViewFocus',
    'searchTreeFocus',
    'terminalFocus',
  ],
];

/** Every value that a clause tells apart, by name. */
function valuesOf(expression: WhenExpression, found = new Map<string, Set<boolean | string | number>>()) {
  const add = (name: string, ...values: (boolean | string | number)[]) => {
    const known = found.get(name) ?? new Set();
    for (const value of values) known.add(value);
    found.set(name, known);
  };
  switch (expression.kind) {
    case 'key':
      add(expression.name, true, false);
      break;
    case 'equal':
    case 'unequal':
      add(expression.name, expression.value, 'something else');
      break;
    case 'not':
      valuesOf(expression.operand, found);
      break;
    case 'and':
    case 'or':
      valuesOf(expression.left, found);
      valuesOf(expression.right, found);
      break;
    case 'literal':
      break;
  }
  return found;
}

/** What has the focus lies in a region. */
const inRegion = ['editorTextFocus', 'explorerFocus', 'searchTreeFocus', 'scmFocus', 'scmInputFocus', 'terminalFocus'];

function* contexts(values: [string, readonly (boolean | string | number)[]][]): Generator<ContextValues> {
  const [first, ...rest] = values;
  if (!first) {
    yield {};
    return;
  }
  for (const others of contexts(rest)) {
    for (const value of first[1]) yield { ...others, [first[0]]: value };
  }
}

function canBothHold(one: string | undefined, other: string | undefined): boolean {
  const left = parseWhen(one ?? 'true');
  const right = parseWhen(other ?? 'true');
  const values = [...valuesOf(right, valuesOf(left))].map(([name, known]): [string, (boolean | string | number)[]] => [
    name,
    [...known],
  ]);
  for (const context of contexts(values)) {
    if (exclusive.some((names) => names.filter((name) => context[name] === true).length > 1)) continue;
    if (context.focusedRegion === '' && inRegion.some((name) => context[name] === true)) continue;
    if (evaluateWhen(left, context) && evaluateWhen(right, context)) return true;
  }
  return false;
}

describe('default keys', () => {
  const commands = everyCommand();
  const bindings = resolveKeybindings(commands, []);

  it('are there in number', () => {
    expect(bindings.length).toBeGreaterThan(60);
  });

  it('have clauses that can be read', () => {
    for (const { when } of bindings) expect(() => parseWhen(when ?? 'true')).not.toThrow();
  });

  it('never mean two commands at once', () => {
    const conflicts = bindings.flatMap((one, index) =>
      bindings
        .slice(index + 1)
        .filter((other) => other.keys === one.keys && other.command !== one.command)
        .filter((other) => canBothHold(one.when, other.when))
        .map((other) => `${one.keys}: ${one.command} [${one.when ?? ''}], ${other.command} [${other.when ?? ''}]`),
    );
    expect(conflicts).toEqual([]);
  });

  it('never hide a chord behind its own first keys', () => {
    const hidden = bindings.flatMap((chord) =>
      bindings
        .filter((other) => chord.keys.startsWith(`${other.keys} `) && canBothHold(chord.when, other.when))
        .map((other) => `${chord.keys}: ${chord.command}, ${other.keys}: ${other.command}`),
    );
    expect(hidden).toEqual([]);
  });

  it('have commands with titles in sentence case and unique ids', () => {
    const shouting = commands.filter(({ title }) => title === '' || /^[a-z]/.test(title));
    expect(shouting.map(({ id, title }) => `${id}: ${title}`)).toEqual([]);
  });
});
