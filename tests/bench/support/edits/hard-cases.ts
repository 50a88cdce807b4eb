/** Texts and answers that have led edits astray; `expected` is the text afterwards, null where nothing may be changed. */
export interface HardCase {
  readonly name: string;
  readonly text: string;
  readonly answer: string;
  readonly expected: string | null;
}

const block = (search: string, replace: string) =>
  `f.txt\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const diff = (header: string, ...lines: string[]) =>
  `~~~diff\n--- a/f.txt\n+++ b/f.txt\n${header}\n${lines.join('\n')}\n~~~\n`;
const twin = 'function load() {\n  const file = read();\n  return parse(file);\n}\n';
const long = 'const reply = await client.request(address, { method, headers, timeout: settings.timeout });';

/** The cases: twice the same, nearly the same, look-alikes, line ends, tabs, empty files, overlaps. */
export const hardCases: readonly HardCase[] = [
  {
    name: 'the same block twice in a file',
    text: twin + twin,
    answer: block('  return parse(file);', '  return null;'),
    expected: null,
  },
  {
    name: 'twice after its spaces are dropped',
    text: 'a = 1; \nb\na = 1;\t\n',
    answer: block('a = 1;  ', 'a = 2;'),
    expected: null,
  },
  {
    name: 'twice after its indentation is dropped',
    text: 'if (x) {\n  call();\n}\n    call();\n',
    answer: block('call();', 'other();'),
    expected: null,
  },
  {
    name: 'once exactly and once at another depth',
    text: 'call();\n  call();\n',
    answer: block('call();', 'other();'),
    expected: 'other();\n  call();\n',
  },
  {
    name: 'blank edges that fit twice',
    text: 'x\n\nabc\n\ny\nabc\n',
    answer: block('\n\nabc\n\n', 'def'),
    expected: null,
  },
  {
    name: 'a diff whose stale number points at a twin',
    text: twin + twin,
    answer: diff('@@ -7,1 +7,1 @@', '-  return parse(file);', '+  return null;'),
    expected: null,
  },
  {
    name: 'a hunk whose lines another hunk of the diff has just written elsewhere',
    text: 'f() {\n  a;\n  b;\n}\ng() {\n  c;\n  b;\n  d;\n}\n',
    answer: diff(
      '@@ -1 +1 @@ f() {',
      '   a;',
      '-  b;',
      '+  b;',
      '+  d;',
      ' }',
      '@@ -1 +1 @@ f() {',
      '   b;',
      '-  d;',
      '+  e;',
      ' }',
    ),
    expected: 'f() {\n  a;\n  b;\n  d;\n}\ng() {\n  c;\n  b;\n  e;\n}\n',
  },
  {
    name: 'a second diff that speaks of what the first has added',
    text: 'load() {\n  x;\n}\n',
    answer:
      diff('@@ @@', ' load() {', '   x;', ' }', '+save() {', '+  x;', '+}') +
      diff('@@ -4 +4 @@ save() {', '-  x;', '+  y;'),
    expected: 'load() {\n  x;\n}\nsave() {\n  y;\n}\n',
  },
  {
    name: 'a line that is moved, whose old place has a space at its end',
    text: 'top\n  old(); \nend\n',
    answer: diff('@@ @@', ' top', '+  old();', '@@ @@', '-  old();'),
    expected: 'top\n  old();\nend\n',
  },
  {
    name: 'a line that another hunk has added, and that is nowhere else, taken away',
    text: 'top\nend\n',
    answer: diff('@@ @@', ' top', '+  old();', '@@ @@', '-  old();'),
    expected: 'top\n  old();\nend\n',
  },
  {
    name: 'a hunk whose context is what its neighbour has written',
    text: 'a;\nb;\nc;\nd;\n',
    answer: diff('@@ @@', ' a;', '-b;', '+B;', '@@ @@', ' B;', '-c;', '+C;', ' d;'),
    expected: 'a;\nB;\nC;\nd;\n',
  },
  {
    name: 'a comment whose stars stand one space further, with the indentation in tabs dropped',
    text: 'f() {\n\tone();\n\ttwo();\n}\n',
    answer: block('one();\ntwo();', '/*\n * Between.\n */\none();\ntwo();'),
    expected: 'f() {\n\t/*\n\t * Between.\n\t */\n\tone();\n\ttwo();\n}\n',
  },
  {
    name: 'such a comment, where what follows it is indented by spaces and the file by tabs',
    text: 'f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n',
    answer: block('if (a) {\n  b();\n}', 'if (a) {\n  /**\n   * First.\n   */\n  c();\n  b();\n}'),
    expected: 'f() {\n\tif (a) {\n\t\t/**\n\t\t * First.\n\t\t */\n\t\tc();\n\t\tb();\n\t}\n}\n',
  },
  {
    name: 'a part left out that fits twice',
    text: 'one\na\ntwo\none\nb\ntwo\n',
    answer: block('one\n...\ntwo', '1\n...\n2'),
    expected: null,
  },
  {
    name: 'parts left out in the wrong order',
    text: 'first\nx\nsecond\n',
    answer: block('second\n...\nfirst', '2\n...\n1'),
    expected: null,
  },
  {
    name: 'a near duplicate',
    text: `${long}\n${long.replace('client', 'server')}\n`,
    answer: block(long.replace('reply', 'replay'), 'x'),
    expected: null,
  },
  {
    name: 'one that only resembles',
    text: `${long}\n`,
    answer: block(long.replace('reply', 'repply'), 'x'),
    expected: null,
  },
  {
    name: 'a no-break space for a space',
    text: `${long}\n`,
    answer: block(long.replace(' = ', '\u00a0= '), 'x'),
    expected: null,
  },
  {
    name: 'a composed letter for a decomposed one',
    text: 'caf\u00e9 is a word that is long enough\n',
    answer: block('cafe\u0301 is a word that is long enough', 'x'),
    expected: null,
  },
  {
    name: 'a Cyrillic letter for a Latin one',
    text: 'const scope = makeTheScopeOfEverything();\n',
    answer: block('const s\u0441ope = makeTheScopeOfEverything();'.replace('s\u0441', '\u0455c'), 'x'),
    expected: null,
  },
  { name: 'part of a word', text: 'maximum = 10\n', answer: block('imum = 10', 'imum = 11'), expected: null },
  { name: 'a bracket alone', text: 'f {\n  g {\n  }\n}\n', answer: block('    }', '  ]'), expected: null },
  {
    name: 'an empty search in a file',
    text: 'a\n',
    answer: 'f.txt\n<<<<<<< SEARCH\n=======\nb\n>>>>>>> REPLACE\n',
    expected: null,
  },
  {
    name: 'an empty search in an empty file',
    text: '',
    answer: 'f.txt\n<<<<<<< SEARCH\n=======\nb\n>>>>>>> REPLACE\n',
    expected: 'b\n',
  },
  { name: 'CR LF', text: 'a\r\nb\r\nc', answer: block('b', 'x\ny'), expected: 'a\r\nx\r\ny\r\nc' },
  {
    name: 'line ends of both kinds',
    text: 'a\r\nb\nc\r\n',
    answer: block('b', 'x'),
    expected: 'a\r\nx\r\nc\r\n'.replace('x\r\n', 'x\r\n'),
  },
  {
    name: 'an answer with CR LF',
    text: 'a\nb\n',
    answer: block('b', 'x').replaceAll('\n', '\r\n'),
    expected: 'a\nx\n',
  },
  {
    name: 'tabs for spaces',
    text: 'f\n\tif (abc)\n\t\tdef();\n',
    answer: block('    if (abc)\n        def();', '    if (abc)\n        ghi();'),
    expected: 'f\n\tif (abc)\n\t\tghi();\n',
  },
  { name: 'a byte order mark', text: '\ufeffa\nb\n', answer: block('a', 'x'), expected: '\ufeffx\nb\n' },
  {
    name: 'overlapping blocks',
    text: 'a\nb\nc\n',
    answer: block('a\nb', 'x') + block('b\nc', 'y'),
    expected: 'x\nc\n',
  },
  {
    name: 'the same block said twice',
    text: 'a\nb\n',
    answer: block('a', 'a\nnew').repeat(2),
    expected: 'a\nnew\nb\n',
  },
  {
    name: 'a second block that the first has made ambiguous',
    text: 'a\nb\n',
    answer: block('a', 'a\nb') + block('b', 'c'),
    expected: 'a\nb\nb\n',
  },
  {
    name: 'a divider in the text',
    text: 'Title\n=======\ntext\n',
    answer: block('Title\n=======\ntext', 'Other\n=======\ntext'),
    expected: 'Other\n=======\ntext\n',
  },
  {
    name: 'words for lines left out',
    text: 'one\ntwo\nthree\n',
    answer: block('one\ntwo', 'one\n// ... rest of the code ...'),
    expected: null,
  },
  {
    name: 'a whole file in place of a long one',
    text: 'line\n'.repeat(400),
    answer: 'f.txt\n```\nline\n```\n',
    expected: null,
  },
  { name: 'a block that is cut off', text: 'a\nb\n', answer: 'f.txt\n<<<<<<< SEARCH\na\n=======\nx', expected: null },
  {
    name: 'a removal of another text',
    text: 'a\n',
    answer: diff('@@ -1 +0,0 @@', '-b').replace('+++ b/f.txt', '+++ /dev/null'),
    expected: null,
  },
  {
    name: 'another way to write the same place, with a twin at another depth',
    text: 'f {\n    show(item, 1);\n}\n\nshow(item, 1);\n',
    answer: block('show(item, 1);', 'show(item, 2);') + block('show(item, 1);', 'show(item, 3);'),
    expected: 'f {\n    show(item, 1);\n}\n\nshow(item, 2);\n',
  },
  {
    name: 'two hunks for one place, with a twin at another depth',
    text: 'f {\n    show(item, 1);\n}\n\nshow(item, 1);\n',
    answer: diff('@@', '-show(item, 1);', '+show(item, 2);', '@@', '-show(item, 1);', '+show(item, 3);'),
    expected: 'f {\n    show(item, 1);\n}\n\nshow(item, 2);\n',
  },
  {
    name: 'a block that is done already, with a twin at another depth',
    text: 'f {\n    show(item, 1);\n}\n\nshow(item, 2);\n',
    answer: block('show(item, 1);', 'show(item, 2);'),
    expected: null,
  },
  {
    name: 'as many hunks as places',
    text: 'k: 1\nv: old\nk: 2\nv: old\nk: 3\nv: old\n',
    answer: diff('@@', '-v: old', '+v: a', '@@', '-v: old', '+v: b', '@@', '-v: old', '+v: c'),
    expected: 'k: 1\nv: a\nk: 2\nv: b\nk: 3\nv: c\n',
  },
  {
    name: 'fewer hunks than places',
    text: 'k: 1\nv: old\nk: 2\nv: old\nk: 3\nv: old\n',
    answer: diff('@@', '-v: old', '+v: a', '@@', '-v: old', '+v: b'),
    expected: null,
  },
  {
    name: 'a hunk that only one place after the hunk before it can be',
    text: 'log()\nalpha\nmid\nlog()\nomega\n',
    answer: diff('@@', '-alpha', '+beta', '@@', '-mid', '+middle', '@@', '-log()', '+log(2)'),
    expected: 'log()\nbeta\nmiddle\nlog(2)\nomega\n',
  },
  {
    name: 'two hunks, which may be out of their order',
    text: 'log()\nalpha\nmid\nlog()\nomega\n',
    answer: diff('@@', '-mid', '+middle', '@@', '-log()', '+log(2)'),
    expected: 'log()\nalpha\nmiddle\nlog()\nomega\n',
  },
  {
    name: 'hunks out of their order',
    text: 'log()\nalpha\nmid\nlog()\nomega\n',
    answer: diff('@@', '-omega', '+end', '@@', '-mid', '+middle', '@@', '-log()', '+log(2)'),
    expected: 'log()\nalpha\nmiddle\nlog()\nend\n',
  },
  {
    name: 'a hunk of context above the one that is meant',
    text: 'k: 1\nv: old\nk: 2\nv: old\nk: 3\nv: old\n',
    answer: diff('@@', ' k: 2', '@@', '-v: old', '+v: new'),
    expected: 'k: 1\nv: old\nk: 2\nv: new\nk: 3\nv: old\n',
  },
  {
    name: 'a hunk of context far above several places',
    text: 'k: 1\nv: old\nk: 2\nw: 1\nv: old\nk: 3\nv: old\n',
    answer: diff('@@', ' k: 2', '@@', '-v: old', '+v: new'),
    expected: null,
  },
  {
    name: 'a header with nothing deeper below it',
    text: '[a]\nx=10\n[b]\nx=10\n',
    answer: diff('@@ [b]', '-x=10', '+x=11'),
    expected: '[a]\nx=10\n[b]\nx=11\n',
  },
  {
    name: 'a file that holds the marks of a block',
    text: 'one\ntwo\n',
    answer: 'f.txt\n```\none\n=======\nthree\n>>>>>>> REPLACE\n```\n',
    expected: null,
  },
  {
    name: 'first and last lines without the depth of the others',
    text: 'class X {\n    int pick() {\n        one();\n        two();\n        three();\n    }\n}\n',
    answer: block(
      'int pick() {\n        one();\n        two();\n        three();\n}',
      'int pick() {\n        one();\n        2();\n        three();\n}',
    ),
    expected: 'class X {\n    int pick() {\n        one();\n        2();\n        three();\n    }\n}\n',
  },
  {
    name: 'a hunk that leaves lines of its context out',
    text: 'f {\n  a();\n  b();\n  c();\n  d();\n}\n',
    answer: diff('@@', ' f {', '   b();', '   c();', '-  d();', '+  x();', ' }'),
    expected: 'f {\n  a();\n  b();\n  c();\n  x();\n}\n',
  },
  {
    name: 'a hunk that leaves lines out in two places alike',
    text: 'f {\n  a();\n  1();\n  c();\n  d();\n}\nf {\n  a();\n  2();\n  c();\n  d();\n}\n',
    answer: diff('@@', ' f {', '   a();', '   c();', '-  d();', '+  x();', ' }'),
    expected: null,
  },
  {
    name: 'a hunk that leaves lines out where it adds some',
    text: 'f {\n  a();\n  b();\n  c();\n  d();\n}\n',
    answer: diff('@@', ' f {', '   a();', '+  x();', '   c();', '   d();', ' }'),
    expected: null,
  },
  {
    name: 'a hunk that leaves lines out between those it takes away',
    text: 'f {\n  a();\n  b();\n  c();\n  d();\n}\n',
    answer: diff('@@', ' f {', '-  a();', '-  c();', '+  x();', '   d();', ' }'),
    expected: null,
  },
  {
    name: 'a hunk that leaves lines out beside what it changes',
    text: 'f {\n  a();\n  b();\n  c();\n  d();\n}\n',
    answer: diff('@@', ' f {', '   a();', '-  c();', '+  x();', '   d();', ' }'),
    expected: null,
  },
  {
    name: 'a hunk that leaves lines out and has another depth',
    text: 'class {\n    one() {\n        a();\n    }\n    @Test\n    two() {\n        b();\n    }\n}\n',
    answer: diff('@@', ' one() {', '-    a();', '+    x();', ' }', ' two() {', '-    b();', '+    y();', ' }'),
    expected: 'class {\n    one() {\n        x();\n    }\n    @Test\n    two() {\n        y();\n    }\n}\n',
  },
  {
    name: 'a hunk that is said twice in its diff and adds lines',
    text: 'a\nb\n',
    answer: diff('@@', ' a', '+new', '@@', ' a', '+new'),
    expected: 'a\nnew\nb\n',
  },
];
