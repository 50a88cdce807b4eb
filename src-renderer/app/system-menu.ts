import { isMac } from '../ui/key-names.ts';
import { createDisposables, type Disposable } from './disposable.ts';
import { systemMenu } from './menus.ts';
import type { Services } from './services.ts';

const settleDelay = 200;

/** Keeps the system's menu bar what the commands say. Only macOS has one; elsewhere the title bar holds the menus. */
export function keepSystemMenu({ commands, contextKeys, keybindings, shell }: Services): Disposable {
  const ends = createDisposables();
  if (!isMac) return ends;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = () => {
    const menu = systemMenu(commands.getState().values(), contextKeys.getState(), keybindings);
    shell.window.setMenu({ menu }).catch(reportError);
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(send, settleDelay);
  };
  schedule();
  ends.addFunction(commands.subscribe(schedule));
  ends.addFunction(contextKeys.subscribe(schedule));
  ends.addFunction(keybindings.state.subscribe(schedule));
  ends.addFunction(() => clearTimeout(timer));
  return ends;
}
