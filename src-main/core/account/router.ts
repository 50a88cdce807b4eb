import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { AccountService } from './service.ts';

const contract = implement(desktopContract.account);

/** Serves the `account` contract. */
export function createAccountRouter(service: AccountService) {
  return contract.router({
    get: contract.get.handler(() => service.get()),
    refresh: contract.refresh.handler(() => service.refresh()),
    signIn: contract.signIn.handler(() => service.signIn()),
    cancelSignIn: contract.cancelSignIn.handler(() => service.cancelSignIn()),
    sessions: contract.sessions.handler(() => service.sessions()),
    endSession: contract.endSession.handler(({ input }) => service.endSession(input.id)),
    signOut: contract.signOut.handler(() => service.signOut()),
  });
}
