import { expect, test } from 'vitest';
import { hardCases } from '../../../../bench/support/edits/hard-cases.ts';
import { applyAnswer } from './answers.ts';

test.each(hardCases)('$name', ({ text, answer, expected }) => {
  expect(applyAnswer({ 'f.txt': text }, answer).files['f.txt']).toBe(expected ?? text);
});
