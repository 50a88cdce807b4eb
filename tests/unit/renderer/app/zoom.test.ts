import { expect, test } from 'vitest';
import { clampZoom, zoomPercent } from '../../../../src-renderer/app/zoom.ts';

test('percent of each level, as Chromium counts', () => {
  expect([-1, 0, 1, 2, 5].map(zoomPercent)).toEqual([83, 100, 120, 144, 249]);
});

test('levels stay within bounds', () => {
  expect([-9, 0, 9, Number.NaN].map(clampZoom)).toEqual([-3, 0, 5, 0]);
});
