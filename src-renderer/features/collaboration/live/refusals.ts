import { t } from '../../../localize.ts';
import type { Refusal } from '../protocol/messages.ts';
import type { SessionCodeFault } from '../protocol/session-code.ts';

/** Whether somebody is out for good; the others may pass by themselves. */
export function isFinal(refusal: Refusal): boolean {
  return refusal !== 'waiting' && refusal !== 'client-in-use';
}

/** Why a code does not let somebody in, and what to do. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal) {
    case 'removed':
      return t('The owner has removed you from this session.');
    case 'expired':
      return t('This code has expired. Ask for a new one.');
    case 'revoked':
      return t('This code has been revoked. Ask for a new one.');
    case 'full':
      return t('This code has been used as often as it may be. Ask for a new one.');
    case 'waiting':
      return t('You wait until the owner lets you in.');
    case 'uninvited':
      return t('This code does not belong to that session. Ask for a new one.');
    case 'version':
      return t('The other side runs another version of FlashFusion. Update the older one of both.');
    case 'client-in-use':
      return t('You are in this session from another window. Leave it there, or go on there.');
  }
}

/** Why somebody who was in a session is not any more. */
export function describeEnd(refusal: Refusal): string {
  switch (refusal) {
    case 'removed':
      return t('The owner has removed you, or ended the session. Your copy of the files stays in this folder.');
    case 'expired':
      return t('Your time in it is over. Your copy of the files stays in this folder; ask for a new code to go on.');
    case 'revoked':
      return t('Your code has been revoked. Your copy of the files stays in this folder.');
    default:
      return describeRefusal(refusal);
  }
}

/** What is wrong with what somebody typed as a code. */
export function describeFault(fault: SessionCodeFault): string {
  switch (fault) {
    case 'empty':
      return t('Type or paste the code that somebody gave you.');
    case 'length':
      return t('A code has five groups of four letters and digits.');
    case 'letters':
      return t('A code has no such letters. Look at it once more.');
    case 'mistyped':
      return t('Something in the code is mistyped. Look at it once more.');
    case 'newer-version':
      return t('This code is of a newer version of FlashFusion. Update yours.');
  }
}
