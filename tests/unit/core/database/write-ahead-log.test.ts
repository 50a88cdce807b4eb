import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { inspectLogBytes } from '../../../../src-main/core/database/write-ahead-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const headerSize = 32;
const frameSize = 24 + 4096;

function realLog(rounds: number): Buffer {
  const folder = temporaryFolder('wal');
  const client = new Database(join(folder, 'test.db'));
  client.pragma('journal_mode = WAL');
  client.exec('CREATE TABLE t (value TEXT)');
  for (let round = 0; round < rounds; round += 1) {
    for (let row = 0; row < 20; row += 1) client.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(500));
    if (round < rounds - 1) client.pragma('wal_checkpoint(RESTART)');
  }
  client.prepare('INSERT INTO t VALUES (?)').run('last');
  copyFileSync(join(folder, 'test.db-wal'), join(folder, 'copy'));
  client.close();
  return readFileSync(join(folder, 'copy'));
}

test('a log that SQLite wrote is sound', () => {
  expect(inspectLogBytes(realLog(1))).toBe('sound');
});

test('frames left over from before a checkpoint are no damage', () => {
  const log = realLog(2);
  expect(log.length).toBeGreaterThan(headerSize + 10 * frameSize);
  expect(inspectLogBytes(log)).toBe('sound');
});

test('a last frame that was cut off is no damage: it was never committed', () => {
  const log = realLog(1);
  expect(inspectLogBytes(log.subarray(0, log.length - 1000))).toBe('sound');
});

test('an empty log is as good as none', () => {
  expect(inspectLogBytes(Buffer.alloc(0))).toBe('absent');
});

test.each([
  ['a header that is garbage', 0, headerSize],
  ['one wrong byte in the header', 20, 1],
  ['a frame in the middle that is garbage', headerSize + 3 * frameSize + 100, 2000],
])('%s is damage', (_name, offset, length) => {
  const log = realLog(1);
  for (let at = offset; at < offset + length; at += 1) log[at] = (log[at] ?? 0) ^ 0x5a;
  expect(inspectLogBytes(log)).toBe('damaged');
});

test('a file too short for a header is damage', () => {
  expect(inspectLogBytes(Buffer.from('short'))).toBe('damaged');
});
