import { expect, test } from 'vitest';
import { createDelivery } from '../../../../src-renderer/features/collaboration/protocol/delivery.ts';

test('an edit is pending until somebody confirms it', () => {
  const changes: number[] = [];
  const delivery = createDelivery(() => changes.push(delivery.pending));
  const [one, two] = [delivery.track(), delivery.track()];
  delivery.made();
  one.sent(false);
  two.sent(false);
  delivery.made();
  one.sent(false);
  two.sent(false);
  two.confirmed(1);
  expect(delivery.pending).toBe(1);
  one.confirmed(2);
  expect(delivery.pending).toBe(0);
  expect(changes).toEqual([1, 2, 1, 0]);
});

test('whoever comes later has what was made before only when it was asked for', () => {
  const delivery = createDelivery(() => {});
  delivery.made();
  delivery.made();
  const late = delivery.track();
  delivery.made();
  late.sent(false);
  late.confirmed(1);
  expect(delivery.pending).toBe(3);
  late.sent(true);
  late.confirmed(2);
  expect(delivery.pending).toBe(0);
});

test('somebody who lacks nothing has everything', () => {
  const delivery = createDelivery(() => {});
  delivery.made();
  delivery.track().complete();
  expect(delivery.pending).toBe(0);
});
