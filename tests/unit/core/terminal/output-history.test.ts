import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutputHistory } from '../../../../src-main/core/terminal/output-history.ts';

test('all of it is kept while it is short', () => {
  const history = createOutputHistory(100);
  history.append('one\r\n');
  history.append('two');
  expect(history.replay()).toBe('one\r\ntwo');
  history.clear();
  expect(history.replay()).toBe('');
});

test('what is dropped ends with a line, and never more than that is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 60 }), (texts) => {
      const history = createOutputHistory(200);
      const lines = texts.map((text) => `${text.replaceAll('\n', '').replaceAll('\x1b', '')}\n`);
      for (const line of lines) history.append(line);
      const kept = history.replay();
      expect(kept.length).toBeLessThanOrEqual(200);
      const all = lines.join('');
      expect(all.endsWith(kept)).toBe(true);
      const dropped = all.slice(0, all.length - kept.length);
      expect(dropped === '' || dropped.endsWith('\n')).toBe(true);
    }),
  );
});

test('text without line ends is cut, but not inside a character', () => {
  const history = createOutputHistory(10);
  history.append('😀'.repeat(40));
  expect(history.replay()).toMatch(/^(😀){4,5}$/u);
});

test('modes that were switched in what is dropped hold at the next screen', () => {
  const history = createOutputHistory(20);
  history.append('\x1b[?1049h\x1b[?1;2004h\n\x1b[?2004l\n');
  for (let line = 0; line < 20; line += 1) history.append(`line ${line}\n`);
  expect(history.replay()).toBe('\x1b[?1049h\x1b[?1h\x1b[?2004lline 18\nline 19\n');
});
