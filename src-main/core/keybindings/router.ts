import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { KeybindingsService } from './service.ts';

const contract = implement(desktopContract.keybindings);

/** Serves the `keybindings` contract. */
export function createKeybindingsRouter(service: KeybindingsService) {
  return contract.router({
    change: contract.change.handler(({ input }) => service.change(input)),
    read: contract.read.handler(({ input }) => service.read(input.text)),
  });
}
