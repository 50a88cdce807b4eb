import * as monaco from 'monaco-editor/editor/editor.api';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { bindText } from '../../../src-renderer/features/collaboration/text/bind-text.ts';

/** What a simulation did, and what is wrong at its end. */
export interface SimulationResult {
  readonly seed: number;
  readonly edits: number;
  readonly undone: number;
  readonly problems: readonly string[];
}

/** One alphabet a person, so that a text tells who wrote what. */
const alphabets = [
  [...'abcdefgh', 'é', 'ñ'],
  [...'ABCDEFGH', 'É', 'o\u0308'],
  [...'0123456789', '🚢', '👩🏽‍💻', '🇸🇪'],
];
const initialTexts = ['', 'x', 'x\nx', 'xx\n\nxxxx\n', Array.from({ length: 30 }, () => 'xxx xx').join('\n')];

/** A generator of numbers from 0 to 1, always the same for a seed: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

let editors: monaco.editor.IStandaloneCodeEditor[] | null = null;

/** Two editors that all simulations share; the third person's text is in no editor. */
function sharedEditors(): monaco.editor.IStandaloneCodeEditor[] {
  editors ??= [0, 1].map(() => {
    const element = document.createElement('div');
    element.style.cssText = 'width:400px;height:200px';
    document.body.append(element);
    return monaco.editor.create(element, { model: null, minimap: { enabled: false } });
  });
  return editors;
}

/**
 * Three people with real models (LF, CRLF and one that starts with emoji) write, undo and redo over a network that delays,
 * reorders, repeats and partitions; then everything arrives.
 */
export function runSimulation(seed: number, steps: number): SimulationResult {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const problems: string[] = [];
  const initial = pick(initialTexts) + (random() < 0.5 ? '🚢x' : '');
  const first = new Doc();
  first.getText('text').insert(0, initial);
  let edits = 0;
  let undone = 0;

  const people = [0, 1, 2].map((number) => {
    const doc = new Doc();
    doc.clientID = seed * 3 + number + 1;
    applyUpdate(doc, encodeStateAsUpdate(first));
    const model = monaco.editor.createModel(random() < 0.5 ? initial : 'something else', 'plaintext');
    model.setEOL(number === 1 ? monaco.editor.EndOfLineSequence.CRLF : monaco.editor.EndOfLineSequence.LF);
    const editor = sharedEditors()[number] ?? null;
    editor?.setModel(model);
    const text = doc.getText('text');
    const binding = bindText({
      monaco,
      text,
      model,
      mayWrite: () => true,
      onRefused: () => problems.push('refused'),
    });
    return { number, doc, text, model, editor, binding, inbox: [] as Uint8Array[] };
  });
  type Person = (typeof people)[number];
  let cut: number | null = null;
  for (const person of people) {
    person.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === person.inbox) return;
      for (const other of people) if (other !== person) other.inbox.push(update);
    });
  }

  const deliver = (person: Person) => {
    if (person.inbox.length === 0) return;
    const at = random() < 0.2 ? below(person.inbox.length) : 0;
    const [update] = random() < 0.1 ? person.inbox.slice(at, at + 1) : person.inbox.splice(at, 1);
    if (update) applyUpdate(person.doc, update, person.inbox);
  };
  const place = (model: monaco.editor.ITextModel) => {
    const line = 1 + below(model.getLineCount());
    return model.validatePosition({ lineNumber: line, column: 1 + below(model.getLineMaxColumn(line)) });
  };
  const someText = (person: Person) => {
    const letters = Array.from({ length: 1 + below(4) }, () => pick(alphabets[person.number] ?? []));
    if (random() < 0.3) letters.splice(below(letters.length + 1), 0, pick(['\n', '\r\n', '\n\n', '\r']));
    return letters.join('');
  };
  const range = (model: monaco.editor.ITextModel) => {
    const start = place(model);
    if (random() < 0.6) return monaco.Range.fromPositions(start);
    const far = random() < 0.1 ? place(model) : model.getPositionAt(model.getOffsetAt(start) + below(6));
    return monaco.Range.fromPositions(start, model.validatePosition(far));
  };
  const write = (person: Person) => {
    const { model, editor } = person;
    edits += 1;
    if (editor && random() < 0.6) {
      const selections = Array.from({ length: random() < 0.3 ? 1 + below(3) : 1 }, () => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = range(model);
        return new monaco.Selection(startLineNumber, startColumn, endLineNumber, endColumn);
      });
      if (random() < 0.5) editor.setSelections(selections);
      if (random() < 0.75) editor.trigger('keyboard', 'type', { text: someText(person) });
      else editor.trigger('keyboard', pick(['deleteLeft', 'deleteRight', 'outdent', 'lineBreakInsert']), null);
      return;
    }
    const ranges: monaco.Range[] = [];
    for (let tries = 0; tries < 1 + below(4); tries += 1) {
      const next = range(model);
      if (!ranges.some((each) => monaco.Range.areIntersectingOrTouching(each, next))) ranges.push(next);
    }
    const operations = ranges.map((each) => ({ range: each, text: random() < 0.75 ? someText(person) : '' }));
    if (random() < 0.3) model.pushStackElement();
    if (random() < 0.9) model.pushEditOperations(null, operations, () => null);
    else model.applyEdits(operations);
    if (random() < 0.3) model.pushStackElement();
  };
  const undo = (person: Person) => {
    const own = new Set((alphabets[person.number] ?? []).join(''));
    const others = (text: string) => [...text].filter((letter) => !own.has(letter) && letter.trim() !== '').join('');
    const before = others(person.model.getValue());
    if (!person.model.canUndo()) return;
    person.model.undo();
    undone += 1;
    if (!isWithin(before, others(person.model.getValue()))) {
      problems.push(`undo of ${person.number} took others’ text: ${JSON.stringify(before)}`);
    }
  };

  for (let step = 0; step < steps; step += 1) {
    const person = pick(people);
    const what = random();
    if (what < 0.45) write(person);
    else if (what < 0.57) undo(person);
    else if (what < 0.63) person.model.redo();
    else if (what < 0.65) cut = cut === null ? person.number : null;
    else if (cut !== person.number) deliver(person);
    check(person.model, person.text.toString(), `step ${step}, person ${person.number}`, problems);
    if (problems.length > 0) break;
  }
  for (const person of people) {
    for (const other of people) {
      applyUpdate(other.doc, encodeStateAsUpdate(person.doc, encodeStateVector(other.doc)), other.inbox);
    }
  }
  for (const person of people) {
    for (const other of people) {
      applyUpdate(other.doc, encodeStateAsUpdate(person.doc, encodeStateVector(other.doc)), other.inbox);
    }
  }
  const [expected = ''] = people.map(({ text }) => text.toString());
  for (const { number, model, text } of people) {
    if (text.toString() !== expected) problems.push(`the shared text of ${number} is another one`);
    check(model, expected, `the end, person ${number}`, problems);
    const lineEnd = number === 1 ? '\r\n' : '\n';
    if (model.getEOL() !== lineEnd) problems.push(`person ${number} has other line ends`);
    if (!expected.isWellFormed()) problems.push('half a character');
  }
  for (const { binding, editor, model, doc } of people) {
    binding.dispose();
    editor?.setModel(null);
    model.dispose();
    doc.destroy();
  }
  return { seed, edits, undone, problems };
}

function check(model: monaco.editor.ITextModel, text: string, when: string, problems: string[]): void {
  const wanted = text.replaceAll('\n', model.getEOL());
  const value = model.getValue(monaco.editor.EndOfLinePreference.TextDefined, true);
  if (value !== wanted) problems.push(`${when}: ${JSON.stringify(value)} instead of ${JSON.stringify(wanted)}`);
}

/** Whether all letters of one text are in another, in their order. */
function isWithin(part: string, whole: string): boolean {
  const letters = [...part];
  let found = 0;
  for (const letter of whole) if (letter === letters[found]) found += 1;
  return found === letters.length;
}
