import { Notification } from 'electron';
import type { AppWindow } from './windows.ts';

/** Notifications of a window that are kept so that a click on them still does something. */
const mostKept = 20;
const kept = new WeakMap<AppWindow, Notification[]>();

/** Shows a notification of the system's for a window that has not the focus. False where it was not shown. */
export function notify(window: AppWindow, { id, title, body }: { id: string; title: string; body: string }): boolean {
  if (window.browserWindow.isFocused() || !Notification.isSupported()) return false;
  const notification = new Notification({ title, body });
  const others = kept.get(window) ?? [];
  kept.set(window, [...others.slice(-(mostKept - 1)), notification]);
  const forget = () => {
    const left = (kept.get(window) ?? []).filter((each) => each !== notification);
    kept.set(window, left);
  };
  notification.on('click', () => {
    forget();
    if (window.browserWindow.isDestroyed()) return;
    window.focus();
    window.events.push({ type: 'notification.chosen', id });
  });
  notification.on('close', forget);
  notification.show();
  return true;
}
