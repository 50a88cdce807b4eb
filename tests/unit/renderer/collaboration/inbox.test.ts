import { expect, it } from 'vitest';
import { createInbox } from '../../../../src-renderer/features/collaboration/protocol/inbox.ts';

const nothing = () => {};

function createLog() {
  const log: string[] = [];
  const inbox = createInbox((...given) => log.push(['fault', ...given].join(' ')));
  const slow = (name: string, fails = false) => {
    let end = () => {};
    const done = new Promise<void>((resolve, reject) => {
      end = () => (fails ? reject(new Error(name)) : resolve());
    });
    inbox.add(
      () => {
        log.push(`${name} begun`);
        return done;
      },
      () => log.push(`${name} ended`),
    );
    return end;
  };
  const quick = (name: string) => inbox.add(() => void log.push(name), nothing);
  return { log, inbox, slow, quick };
}

it('deals with a message at once where nothing is before it', () => {
  const { log, quick } = createLog();
  quick('one');
  expect(log).toEqual(['one']);
});

it('keeps the order where a message takes long', async () => {
  const { log, slow, quick } = createLog();
  const end = slow('one');
  quick('two');
  const endLast = slow('three');
  quick('four');
  expect(log).toEqual(['one begun']);
  end();
  await expect.poll(() => log).toEqual(['one begun', 'one ended', 'two', 'three begun']);
  endLast();
  await expect.poll(() => log.slice(4)).toEqual(['three ended', 'four']);
});

it('goes on after a fault, whether that comes at once or later', async () => {
  const { log, inbox, slow, quick } = createLog();
  inbox.add(
    () => {
      throw new Error('at once');
    },
    () => log.push('one ended'),
  );
  quick('two');
  const fail = slow('three', true);
  quick('four');
  fail();
  await expect.poll(() => log).toEqual(['fault', 'one ended', 'two', 'three begun', 'fault', 'three ended', 'four']);
});

it('keeps the order where a message brings another', () => {
  const { log, inbox, quick } = createLog();
  inbox.add(() => {
    quick('inner');
    log.push('outer');
  }, nothing);
  expect(log).toEqual(['outer', 'inner']);
});
