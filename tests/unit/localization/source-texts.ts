import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';
import { repositoryRoot } from '../structure/import-graph.ts';

/** A sentence that a source asks `t` for. */
export interface AskedText {
  readonly file: string;
  readonly key: string;
  /** It is asked for with a `count`, and so has several forms. */
  readonly counted: boolean;
  readonly context: string | null;
}

/** English that a person would see and that no `t` stands around. */
export interface BareText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface SourceTexts {
  readonly asked: readonly AskedText[];
  readonly bare: readonly BareText[];
  /** Calls of `t` whose sentence is no literal, so that nobody can say whether it has German. */
  readonly unreadable: readonly { readonly file: string; readonly line: number }[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const askers = new Set(['t', 'tElements']);
const visibleNames = new Set([
  ...[
    'title',
    'label',
    'category',
    'detail',
    'description',
    'message',
    'placeholder',
    'body',
    'confirm',
    'hint',
    'alt',
  ],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder', 'data-tooltip'],
  ...['tooltip', 'unit', 'heading', 'empty', 'summary', 'caption', 'note'],
]);
const word = /\p{L}{2,}/u;
const sentence = /^\p{Lu}[\p{L}’'-]*,? [\s\S]*\p{Ll}{2}/u;
/** Words without a capital, which are parts of sentences. */
const phrase = /^\p{Ll}{2,}(?: \p{Ll}{2,})+$/u;
/** In a template: two words in a row, or one word right after what is filled in. */
const wordsInTemplate = /(?:^|\s)\p{Ll}{2,} \p{Ll}{2,}|^ \p{Ll}{2,}[.,]?$|^\p{Lu}\p{Ll}+ $/u;

/** Files below a folder of the repository, as paths from its root. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(repositoryRoot, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** What a file of the repository says to people. */
export function readSource(file: string): SourceTexts {
  return textsOf(file, readFileSync(join(repositoryRoot, file), 'utf8'));
}

/** What a source text says to people. */
export function textsOf(file: string, source: string): SourceTexts {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const asked: AskedText[] = [];
  const bare: BareText[] = [];
  const unreadable: { file: string; line: number }[] = [];
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const report = (node: Node, text: string) => {
    bare.push({ file, line: lineOf(node.start), text: text.trim().replace(/\s+/g, ' ') });
  };

  const ask = (call: Node, [first, values]: readonly Node[]) => {
    const keys = first ? literalsIn(first) : null;
    if (keys === null) unreadable.push({ file, line: lineOf(call.start) });
    for (const key of keys ?? []) {
      asked.push({
        file,
        key,
        counted: propertyOf(values, 'count') !== null,
        context: literalOf(propertyOf(values, 'context')),
      });
    }
  };

  const visit = (node: Node, visible: boolean): void => {
    switch (node.type) {
      case 'CallExpression': {
        const callee = node.callee as Node;
        const args = node.arguments as Node[];
        if (callee.type === 'Identifier' && askers.has(callee.name as string)) {
          ask(node, args);
          for (const value of args.slice(1)) visit(value, false);
          return;
        }
        if (isLog(callee)) return;
        visit(callee, false);
        for (const [index, arg] of args.entries()) visit(arg, index === 0 && isNotice(callee));
        return;
      }
      case 'NewExpression': {
        // What is told to programmers begins with a small letter; people get sentences.
        const [first] = node.arguments as Node[];
        const parts = first?.type === 'TemplateLiteral' ? (first.quasis as Node[]) : [];
        const start = String((parts[0]?.value as { cooked: string } | undefined)?.cooked ?? first?.value ?? '');
        if (/Error$/.test(String((node.callee as Node).name)) && /^[\p{Ll}\d]/u.test(start)) return;
        break;
      }
      case 'JSXText':
        if (word.test(node.value as string)) report(node, node.value as string);
        return;
      case 'JSXAttribute': {
        const name = (node.name as Node).name;
        if (node.value && name !== 'className') visit(node.value as Node, visibleNames.has(String(name)));
        return;
      }
      case 'JSXElement':
        visit(node.openingElement as Node, false);
        for (const child of node.children as Node[]) visit(child, true);
        return;
      case 'JSXFragment':
        for (const child of node.children as Node[]) visit(child, true);
        return;
      case 'JSXExpressionContainer':
        visit(node.expression as Node, visible);
        return;
      case 'Property':
      case 'PropertyDefinition':
        if (node.computed) visit(node.key as Node, false);
        if (node.value)
          visit(node.value as Node, visibleNames.has(String((node.key as Node).name ?? (node.key as Node).value)));
        return;
      case 'ConditionalExpression':
        visit(node.test as Node, false);
        visit(node.consequent as Node, visible);
        visit(node.alternate as Node, visible);
        return;
      case 'LogicalExpression':
        visit(node.left as Node, visible && node.operator !== '&&');
        visit(node.right as Node, visible);
        return;
      case 'BinaryExpression':
        if (['==', '===', '!=', '!=='].includes(node.operator as string)) {
          for (const side of [node.left, node.right] as Node[]) if (side.type !== 'Literal') visit(side, false);
          return;
        }
        break;
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        visit(node.expression as Node, visible);
        return;
      case 'Literal': {
        const text = node.value;
        if (typeof text === 'string' && (sentence.test(text) || phrase.test(text) || (visible && word.test(text))))
          report(node, text);
        return;
      }
      case 'TemplateLiteral': {
        const parts = (node.quasis as Node[]).map((quasi) => (quasi.value as { cooked: string }).cooked);
        const shown = parts.join('…');
        if (
          sentence.test(shown) ||
          parts.some((part) => wordsInTemplate.test(part)) ||
          (visible && word.test(parts.join(' ')))
        ) {
          report(node, shown);
        }
        for (const expression of node.expressions as Node[]) visit(expression, visible);
        return;
      }
      case 'TaggedTemplateExpression':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
    }
    if (node.type.startsWith('TS') && node.type !== 'TSEnumDeclaration') return;
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) visit(child, false);
      }
    }
  };
  visit(program as unknown as Node, false);
  return { asked, bare, unreadable };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** `notifications.error(…)` and its kind: what they are given first is read by people. */
function isNotice(callee: Node): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const name = (callee.property as Node).name as string;
  const object = callee.object as Node;
  const owner = (object.name ?? (object.property as Node | undefined)?.name) as string | undefined;
  return (owner === 'notifications' || owner === 'notices') && ['info', 'warning', 'error', 'progress'].includes(name);
}

/** `log.info(…)`, `options.log(…)`: for whoever reads logs. */
function isLog(callee: Node): boolean {
  const owner = callee.type === 'MemberExpression' ? (callee.object as Node).name : null;
  const name = callee.type === 'MemberExpression' ? (callee.property as Node).name : callee.name;
  return owner === 'log' || owner === 'console' || name === 'log';
}

/** The literals that an expression can be: one, or those of its branches. Null when it can be something else. */
function literalsIn(node: Node): string[] | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node.type !== 'ConditionalExpression') return null;
  const branches = [literalsIn(node.consequent as Node), literalsIn(node.alternate as Node)];
  return branches.every((branch) => branch !== null) ? branches.flat() : null;
}

function propertyOf(node: Node | undefined, name: string): Node | null {
  if (node?.type !== 'ObjectExpression') return null;
  const found = (node.properties as Node[]).find((property) => (property.key as Node | undefined)?.name === name);
  return found ? (found.value as Node) : null;
}

function literalOf(node: Node | null): string | null {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}
