/**
 * The regions that F6 steps through are the elements with `data-region`, in the order they stand in the document, which is
 * the order of reading: title bar, activity bar, side bar, editor, panel, status bar.
 */
const lastFocused = new WeakMap<Element, WeakRef<HTMLElement>>();

/** Regions that are visited to do something elsewhere. */
const passing = ['title-bar', 'activity-bar', 'status-bar'];
let lastWork: WeakRef<HTMLElement> | null = null;

const focusable =
  'button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), a[href], [tabindex="0"]:not(hr)';

/** Remembers where the focus was in each region. */
export function rememberFocus(event: FocusEvent): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const region = target?.closest('[data-region]');
  if (!target || !region) return;
  lastFocused.set(region, new WeakRef(target));
  if (!passing.includes(region.getAttribute('data-region') ?? '')) lastWork = new WeakRef(target);
}

/** What had the focus last where work is done: not the bars, from which one goes back. */
export function lastWorkFocus(): HTMLElement | null {
  const target = lastWork?.deref();
  return target?.isConnected ? target : null;
}

/** Moves the focus to the next region, or with -1 to the one before. `focusRegion` may know better how to focus one. */
export function stepRegion(step: 1 | -1, focusRegion: (name: string) => boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.getClientRects().length > 0,
  );
  const current = document.activeElement?.closest<HTMLElement>('[data-region]');
  const at = current ? regions.indexOf(current) : -1;
  const from = at === -1 && step === -1 ? 0 : at;
  for (let tried = 1; tried <= regions.length; tried += 1) {
    const region = regions[(from + step * tried + regions.length * 2) % regions.length];
    if (region && focusInto(region, focusRegion)) return;
  }
}

function focusInto(region: HTMLElement, focusRegion: (name: string) => boolean): boolean {
  if (focusRegion(region.dataset.region ?? '')) return true;
  const remembered = lastFocused.get(region)?.deref();
  const target = remembered?.isConnected ? remembered : region.querySelector<HTMLElement>(focusable);
  target?.focus({ focusVisible: true } as FocusOptions);
  return document.activeElement === target && target !== null;
}
