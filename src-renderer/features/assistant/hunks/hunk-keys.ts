import type { KeyboardEvent } from 'react';

/** What the keys do with the hunk that has the focus. */
export interface HunkKeyActions {
  readonly keep: () => void;
  readonly undo: () => void;
}

/** Y keeps, N undoes, and the arrows go from hunk to hunk. True when the key was meant here. */
export function onHunkKey(event: KeyboardEvent<HTMLElement>, { keep, undo }: HunkKeyActions): boolean {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) focusHunk(event.currentTarget, step);
  else if (event.key === 'y' || event.key === 'Y') keep();
  else if (event.key === 'n' || event.key === 'N') undo();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function focusHunk(from: HTMLElement, step: number): void {
  const all = [...(from.closest('.assistant')?.querySelectorAll<HTMLElement>('[data-hunk]') ?? [])];
  const next = all[all.indexOf(from) + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
