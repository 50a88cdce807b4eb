import { writeSync } from 'node:fs';
import { createFileVersions } from '../../../../../src-main/core/files/file-version.ts';
import { createFileSaver } from '../../../../../src-main/core/files/save-file.ts';
import { createWorkJournal } from '../../../../../src-main/core/files/work-journal.ts';
import { numberedContents } from './numbered-contents.ts';

/** Saves one numbered text after the other until it is killed, and says each number when its save has been answered. */
const [root = '', path = '', journalFolder = '', first = '0'] = process.argv.slice(2);
const saver = createFileSaver({ journal: createWorkJournal(journalFolder), versions: createFileVersions() });

for (let number = Number(first); ; number++) {
  await saver.save(root, {
    path,
    text: numberedContents(number),
    encoding: 'utf-8',
    byteOrderMark: false,
    lineEnd: 'lf',
    keepMixedLineEnds: false,
    baseVersion: null,
  });
  writeSync(1, `${number}\n`);
}
