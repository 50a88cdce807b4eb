import { describe, expect, it } from 'vitest';
import {
  backupDelays,
  createBackupSchedule,
} from '../../../../src-renderer/features/editor/documents/backup-schedule.ts';
import { createFakeClock } from './fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const log: string[] = [];
  let failures = 0;
  const schedule = createBackupSchedule({
    clock,
    async write(document) {
      if (failures > 0) {
        failures -= 1;
        throw new Error('the disk is full');
      }
      log.push(`${clock.now()} write ${document}`);
    },
    async discard(document) {
      log.push(`${clock.now()} discard ${document}`);
    },
    failed: (document) => log.push(`${clock.now()} failed ${document}`),
  });
  return {
    clock,
    log,
    schedule,
    failNext: (count: number) => {
      failures = count;
    },
  };
}

describe('backups', () => {
  it('are written 250 ms after the last change', async () => {
    const { clock, log, schedule } = setUp();
    schedule.changed('a', 100);
    await clock.advance(200);
    schedule.changed('a', 100);
    await clock.advance(249);
    expect(log).toEqual([]);
    await clock.advance(1);
    expect(log).toEqual(['450 write a']);
    await clock.advance(10_000);
    expect(log).toHaveLength(1);
  });

  it('come at most a second after the first change, however long the typing goes on', async () => {
    const { clock, log, schedule } = setUp();
    for (let at = 0; at < 2_500; at += 100) {
      schedule.changed('a', 100);
      await clock.advance(100);
    }
    expect(log).toEqual(['1000 write a', '2000 write a']);
  });

  it('keep one timer a document, whatever is typed', async () => {
    const { clock, schedule } = setUp();
    for (let key = 0; key < 100; key += 1) schedule.changed('a', 100);
    schedule.changed('b', 100);
    expect(clock.waiting()).toBe(2);
  });

  it('wait longer for larger texts', () => {
    expect(backupDelays(1_000)).toEqual({ quiet: 250, most: 1_000 });
    expect(backupDelays(1_000_000)).toEqual({ quiet: 250, most: 1_000 });
    const large = backupDelays(50_000_000);
    expect(large.quiet).toBeGreaterThan(5_000);
    expect(large.most).toBe(4 * large.quiet);
  });

  it('are discarded after a save, and only where there is one', async () => {
    const { clock, log, schedule } = setUp();
    schedule.changed('a', 1);
    schedule.discard('a');
    await clock.advance(1_000);
    expect(log).toEqual([]);
    schedule.changed('a', 1);
    await clock.advance(250);
    schedule.discard('a');
    schedule.discard('a');
    await clock.advance(1_000);
    expect(log).toEqual(['1250 write a', '1250 discard a']);
  });

  it('that came back from the last time are discarded too', async () => {
    const { clock, log, schedule } = setUp();
    schedule.restored('a');
    schedule.discard('a');
    await clock.advance(0);
    expect(log).toEqual(['0 discard a']);
  });

  it('flush at once what waits', async () => {
    const { clock, log, schedule } = setUp();
    schedule.changed('a', 1);
    schedule.changed('b', 1);
    await schedule.flush();
    expect(log).toEqual(['0 write a', '0 write b']);
    await clock.advance(1_000);
    expect(log).toHaveLength(2);
  });

  it('are tried again after a failure', async () => {
    const { clock, log, schedule, failNext } = setUp();
    failNext(1);
    schedule.changed('a', 1);
    await clock.advance(250);
    expect(log).toEqual(['250 failed a']);
    await clock.advance(2_250);
    expect(log).toEqual(['250 failed a', '2250 write a']);
  });

  it('end with the window', async () => {
    const { clock, log, schedule } = setUp();
    schedule.changed('a', 1);
    schedule.dispose();
    await clock.advance(5_000);
    expect(log).toEqual([]);
    expect(clock.waiting()).toBe(0);
  });
});
