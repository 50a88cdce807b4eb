import { isMac } from '../ui/key-names.ts';
import { createDisposables, type Disposable } from './disposable.ts';

/** Calls `open` when Alt is pressed and let go with nothing in between, as menus are opened on Windows and Linux. */
export function listenForMenuKey(target: Window, open: () => void): Disposable {
  const ends = createDisposables();
  if (isMac) return ends;
  let alone = false;
  const onKeyDown = (event: KeyboardEvent) => {
    alone = event.key === 'Alt' && !event.ctrlKey && !event.shiftKey && !event.metaKey && !event.repeat;
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === 'Alt' && alone) {
      event.preventDefault();
      open();
    }
    alone = false;
  };
  const forget = () => {
    alone = false;
  };
  const listen = <Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void) => {
    target.addEventListener(name, listener, { capture: true });
    ends.addFunction(() => target.removeEventListener(name, listener, { capture: true }));
  };
  listen('keydown', onKeyDown);
  listen('keyup', onKeyUp);
  listen('pointerdown', forget);
  listen('wheel', forget);
  listen('blur', forget);
  return ends;
}
