/** A place in a document, from 1. */
export interface Place {
  readonly document: string;
  readonly line: number;
  readonly column: number;
}

const nearLines = 10;
const maxPlaces = 50;

/** Where the cursor has been, for going back and forward. */
export interface NavigationHistory {
  /** The cursor is here now. Small steps move the newest place along, jumps and other documents add one. */
  visit(place: Place, jumped: boolean): void;
  back(): Place | null;
  forward(): Place | null;
  canGoBack(): boolean;
  canGoForward(): boolean;
  forget(document: string): void;
  rename(from: string, to: string): void;
  clear(): void;
}

export function createNavigationHistory(): NavigationHistory {
  let places: Place[] = [];
  let index = -1;
  return {
    visit(place, jumped) {
      const current = places[index];
      if (current?.document === place.document) {
        const near = Math.abs(current.line - place.line) < nearLines;
        if (near || !jumped) {
          places[index] = place;
          return;
        }
      }
      places = [...places.slice(0, index + 1), place].slice(-maxPlaces);
      index = places.length - 1;
    },
    back() {
      if (index <= 0) return null;
      index -= 1;
      return places[index] ?? null;
    },
    forward() {
      if (index >= places.length - 1) return null;
      index += 1;
      return places[index] ?? null;
    },
    canGoBack: () => index > 0,
    canGoForward: () => index < places.length - 1,
    forget(document) {
      const before = places.slice(0, index + 1).filter((place) => place.document !== document).length;
      places = places.filter((place) => place.document !== document);
      index = Math.min(before, places.length) - 1;
    },
    rename(from, to) {
      places = places.map((place) => (place.document === from ? { ...place, document: to } : place));
    },
    clear() {
      places = [];
      index = -1;
    },
  };
}
