import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';

type LinkServices = Pick<Services, 'dialogs' | 'editor' | 'notifications' | 'shell'>;

/** Where a link of an answer leads: an address, or a place in a file of the project. Null for anything else. */
export function targetOf(
  href: string,
):
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number | null }
  | null {
  if (/^(https?|mailto):/i.test(href)) return { kind: 'address', url: href };
  if (/^[a-z][a-z\d+.-]*:/i.test(href) || href.startsWith('#') || href.startsWith('//')) return null;
  const [, path, line] = /^(?:\.?\/)?(.+?)(?:(?:#L|:)(\d+)\S*)?$/.exec(href) ?? [];
  if (!path || path.split('/').includes('..')) return null;
  return { kind: 'file', path: safeDecode(path), line: line === undefined ? null : Number(line) };
}

/** Opens a link of an answer: files here, addresses in the browser after asking, since a model has written them. */
export async function openLink({ dialogs, editor, notifications, shell }: LinkServices, href: string): Promise<void> {
  const target = targetOf(href);
  try {
    if (target === null) {
      notifications.info(t('This link leads nowhere'), { detail: href });
      return;
    }
    if (target.kind === 'file') {
      await editor.open(target.path, target.line === null ? {} : { line: target.line });
      return;
    }
    const answer = await dialogs.ask({
      title: t('Open this in your browser?'),
      body: t('The answer links to {{address}}', { address: target.url.slice(0, 500) }),
      buttons: [
        { id: 'cancel', title: t('Stay here') },
        { id: 'open', title: t('Open in browser') },
      ],
    });
    if (answer === 'open') await shell.system.openExternal({ url: target.url });
  } catch (error) {
    notifications.error(t('That address did not open'), { detail: messageOf(error) });
  }
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
