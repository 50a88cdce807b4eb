import type { ContextManifest } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';

/** Why a file does not leave this machine, in one line. */
export function heldBackReason(path: string, reason: ContextManifest['heldBack'][number]['reason']): string {
  switch (reason) {
    case 'gitignore':
      return t('{{path}} held back by .gitignore', { path });
    case 'aiignore':
      return t('{{path}} held back by .aiignore', { path });
    case 'secretFile':
      return t('{{path}} held back: it keeps secrets', { path });
    case 'binary':
      return t('{{path}} held back: it is no text', { path });
    case 'tooLarge':
      return t('{{path}} held back: it is too large', { path });
    case 'outside':
      return t('{{path}} held back: it is outside the project', { path });
    case 'missing':
      return t('{{path}} is not there', { path });
  }
}
