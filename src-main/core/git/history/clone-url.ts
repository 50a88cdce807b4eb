import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';

const schemes = new Set(['https', 'http', 'ssh', 'git', 'file']);

/** Checks an address before git sees it: no options, no transports that start programs. Answers it without spaces around. */
export function checkCloneUrl(url: string): string {
  const trimmed = url.trim();
  const refuse = (message: string) => desktopError('GIT_FAILED', { message });
  if (trimmed === '' || trimmed.startsWith('-') || /\p{Cc}/u.test(trimmed)) {
    throw refuse(t('That is not the address of a repository. Give one such as https://example.com/team/project.git.'));
  }
  if (/^[\w+.-]+::/.test(trimmed)) {
    throw refuse(
      t('Addresses that name a program of their own ("ext::", "fd::") are not used. Give an https or ssh one.'),
    );
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    if (!schemes.has(scheme))
      throw refuse(t('Git cannot clone from a "{{scheme}}:" address. Give an https or ssh one.', { scheme }));
    const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]*)/i.exec(trimmed)?.[1] ?? '';
    // ssh would take such a host for an option.
    if (host.startsWith('-') || (host === '' && scheme !== 'file')) throw refuse(t('That address names no host.'));
    return trimmed;
  }
  // user@host:path, as ssh has it.
  if (/^(?:[\w.-]+@)?[A-Za-z0-9][\w.-]*:(?!:)[^\s-]\S*$/.test(trimmed) && !/^[a-zA-Z]:[\\/]/.test(trimmed))
    return trimmed;
  if (/^(\/|[a-zA-Z]:[\\/])/.test(trimmed)) return trimmed;
  throw refuse(t('That is not the address of a repository. Give one such as https://example.com/team/project.git.'));
}
