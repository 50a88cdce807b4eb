import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeError } from '../../../../src-main/core/app/describe-error.ts';
import { createCoreLog } from '../../../../src-main/core/app/index.ts';
import { createLogFile } from '../../../../src-main/core/app/log-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('entries are lines of JSON in logs/core.log, in order', async () => {
  const dataFolder = temporaryFolder('log');
  const log = createCoreLog({ dataFolder });
  log.info({ one: 1 }, 'first');
  log.failed(new TypeError('went wrong'), 'projects.open');
  await log.dispose();
  const lines = readFileSync(join(dataFolder, 'logs', 'core.log'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 30, one: 1, msg: 'first', pid: process.pid },
    { level: 50, where: 'projects.open', error: { kind: 'TypeError', message: 'went wrong' } },
  ]);
});

test('a log that cannot be written is no reason to fail', async () => {
  const dataFolder = temporaryFolder('log');
  writeFileSync(join(dataFolder, 'logs'), 'a file');
  const log = createCoreLog({ dataFolder });
  log.error({}, 'lost');
  await expect(log.dispose()).resolves.toBeUndefined();
});

test('the file is bounded: from its limit on it becomes the previous one', () => {
  const path = join(temporaryFolder('log'), 'logs', 'core.log');
  const file = createLogFile(path, 1000);
  for (let line = 0; line < 100; line += 1) file.write(`${String(line).padStart(99, '0')}\n`);
  file.dispose();
  expect(statSync(path).size).toBe(1000);
  expect(readFileSync(path, 'utf8').endsWith('99\n')).toBe(true);
  const previous = path.replace('core.log', 'core.previous.log');
  expect(existsSync(previous)).toBe(true);
  expect(statSync(previous).size).toBe(1000);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('neither texts that parsers quote nor parameters of queries are logged', () => {
  const quoting = () => JSON.parse('{ "password": hunter2 }');
  try {
    quoting();
  } catch (error) {
    expect(JSON.stringify(describeError(error))).not.toContain('hunter2');
  }
  const invalid = z.object({ kind: z.literal('a') }).safeParse({ kind: 'hunter2' }).error;
  expect(JSON.stringify(describeError(invalid))).not.toContain('hunter2');
  const query = new Error('Failed query: insert into "backups"\nparams: project,a.ts,hunter2');
  expect(JSON.stringify(describeError(query))).not.toContain('hunter2');
  expect(describeError(query).message).toBe('Failed query: insert into "backups"');
});

test('causes, codes and frames are kept', () => {
  const cause = Object.assign(new Error('read failed'), { code: 'EIO', syscall: 'read' });
  const described = describeError(new Error('outer', { cause }));
  expect(described).toMatchObject({
    message: 'outer',
    cause: { code: 'EIO', syscall: 'read', message: 'read failed' },
  });
  expect((described.stack as string[])[0]).toMatch(/^at /);
  expect(describeError('just text')).toEqual({ kind: 'string' });
});
