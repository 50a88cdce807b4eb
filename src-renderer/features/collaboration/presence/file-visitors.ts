import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { FileVisitor } from '../../../app/file-visitors.ts';
import type { Collaboration } from '../live/live-session.ts';
import type { PlacedPerson } from './people-places.ts';

/** Marks the files that others have in view, in the tree and on tabs. */
export function createFileVisitorsPart(
  { services }: Collaboration,
  places: StoreApi<readonly PlacedPerson[]>,
): Disposable {
  const { fileVisitors } = services;
  const show = () => {
    const before = fileVisitors.getState();
    const now = visitorsOf(places.getState());
    for (const [path, visitors] of now) {
      const known = before.get(path);
      if (known && sameVisitors(known, visitors)) now.set(path, known);
    }
    if (now.size !== before.size || [...now].some(([path, visitors]) => before.get(path) !== visitors)) {
      fileVisitors.setState(now, true);
    }
  };
  show();
  const unsubscribe = places.subscribe(show);
  return {
    dispose() {
      unsubscribe();
      fileVisitors.setState(new Map(), true);
    },
  };
}

/** Who is in which file, each person once, without oneself and those who are away. */
export function visitorsOf(places: readonly PlacedPerson[]): Map<string, readonly FileVisitor[]> {
  const found = new Map<string, Map<string, FileVisitor>>();
  for (const { self, path, awaySince, person, name, color } of places) {
    if (self || path === null || awaySince !== null) continue;
    const visitors = found.get(path) ?? new Map<string, FileVisitor>();
    visitors.set(person, { name, color });
    found.set(path, visitors);
  }
  return new Map([...found].map(([path, visitors]) => [path, [...visitors.values()]]));
}

function sameVisitors(one: readonly FileVisitor[], other: readonly FileVisitor[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, color }, index) => other[index]?.name === name && other[index].color === color)
  );
}
