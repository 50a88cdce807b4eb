import { describe, expect, it } from 'vitest';
import { toRipgrepGlobs } from '../../../../src-main/core/search/globs.ts';
import { patternArguments, spansLines } from '../../../../src-main/core/search/pattern.ts';
import { toSearchError } from '../../../../src-main/core/search/search-errors.ts';

const plain = { regex: false, matchCase: true, wholeWord: false };

describe('globs', () => {
  it.each([
    ['src', ['**/src', '**/src/**']],
    ['src/', ['**/src', '**/src/**']],
    ['*.ts', ['**/*.ts', '**/*.ts/**']],
    ['./docs', ['/docs', '/docs/**']],
    ['/docs', ['/docs', '/docs/**']],
    ['**/a/**', ['**/a/**']],
    ['.', ['/**']],
  ])('%s', (written, globs) => {
    expect(toRipgrepGlobs(written)).toEqual(globs);
  });
});

describe('patterns', () => {
  it('are fixed text, or expressions in which a line end is any', () => {
    expect(patternArguments({ ...plain, text: 'a.b' })).toEqual([
      '--case-sensitive',
      '--fixed-strings',
      '--regexp',
      'a.b',
    ]);
    expect(patternArguments({ ...plain, regex: true, matchCase: false, text: 'a\\nb[^\\n]' })).toEqual([
      '--ignore-case',
      '--multiline',
      '--engine=auto',
      '--regexp',
      'a(?:\\r?\\n)b[^\\n]',
    ]);
    expect(patternArguments({ ...plain, text: 'a.\nb' }).at(-1)).toBe('a\\.\\r?\\nb');
    expect(patternArguments({ ...plain, regex: true, text: '\\r?\\nb' }).at(-1)).toBe('\\r?\\nb');
  });

  it('look for what Western encodings have, too', () => {
    expect(patternArguments({ ...plain, text: 'é.' }).at(-1)).toBe('(?:é\\.|(?-u:[\\xe9])\\.)');
    expect(patternArguments({ ...plain, matchCase: false, text: 'É' }).at(-1)).toBe('(?:É|(?-u:[\\xe9\\xc9]))');
    expect(patternArguments({ ...plain, text: '日' })).toContain('--fixed-strings');
  });

  it('know when they go over lines', () => {
    expect(spansLines({ regex: true, text: 'a\\nb' })).toBe(true);
    expect(spansLines({ regex: true, text: 'a\\\\nb' })).toBe(false);
    expect(spansLines({ regex: false, text: 'a\\nb' })).toBe(false);
    expect(spansLines({ regex: true, text: '(?s)a.b' })).toBe(true);
  });
});

describe('complaints', () => {
  const complaint = (own: string, perl: string) =>
    `rg: regex could not be compiled\n\n~~~~\nregex parse error:\n    (?:x()\n    ^\nerror: ${own}\n~~~~\n\nPCRE2 regex engine error:\nPCRE2: error compiling pattern at offset 8: ${perl}\n`;

  it('become one sentence at the field they are about', () => {
    const error = toSearchError(complaint('unclosed group', 'missing closing parenthesis'), { include: [] });
    expect(error).toMatchObject({ code: 'INVALID_SEARCH', message: 'Unclosed group.', data: { field: 'text' } });
    const around = 'look-around, including look-ahead and look-behind, is not supported';
    const second = toSearchError(complaint(around, 'missing closing parenthesis'), { include: [] });
    expect(second?.message).toBe('Missing closing parenthesis, at character 5.');
    const glob = "rg: error parsing glob '**/a[': unclosed character class; missing ']'\n";
    expect(toSearchError(glob, { include: ['a['] })).toMatchObject({
      message: '"a[" is no pattern: unclosed character class; missing \']\'.',
      data: { field: 'include' },
    });
    expect(toSearchError(glob.replace('**', '!**'), { include: [] })?.data).toEqual({ field: 'exclude' });
    expect(toSearchError('rg: something else', { include: [] })).toBeNull();
  });
});
