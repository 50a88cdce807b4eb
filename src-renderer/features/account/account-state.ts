import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountState } from '../../../contract/desktop/account.ts';
import type { CloudState } from '../../../contract/desktop/cloud.ts';

/** What the account button, its menu and its dialogs show. */
export interface AccountViewState {
  /** Null until Core has answered. */
  readonly account: AccountState | null;
  readonly cloud: CloudState | null;
  readonly dialog: 'signIn' | 'sessions' | null;
}

export function createAccountState(): StoreApi<AccountViewState> {
  return createStore<AccountViewState>(() => ({ account: null, cloud: null, dialog: null }));
}

/** A server's address without what is the same for all. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//, '');
}
