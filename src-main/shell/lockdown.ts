import { app, type Session, session, shell, type WebContents } from 'electron';
import { mayOpenExternally } from './external-addresses.ts';
import { mayShowInFrame } from './preview-addresses.ts';

/** Opens an address outside the app. Throws for anything but http, https and mailto. */
export async function openExternally(address: string): Promise<void> {
  if (!mayOpenExternally(address)) throw new Error('Only web and mail addresses can be opened outside FlashFusion.');
  await shell.openExternal(address);
}

function denyPermissions(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
}

function lockContents(contents: WebContents, isOurs: (address: string) => boolean): void {
  contents.setWindowOpenHandler(({ url, referrer }) => {
    // A previewed page is asked about before anything of it opens elsewhere; its sandbox forbids windows anyway.
    const ofPreview = mayShowInFrame(referrer.url);
    if (!ofPreview && mayOpenExternally(url)) void openExternally(url);
    return { action: 'deny' };
  });
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    contents.on(name as 'will-navigate', (event, address?: string) => {
      const target = event.url ?? address ?? '';
      const allowed = event.isMainFrame === false ? mayShowInFrame(target) : isOurs(target);
      if (!allowed) event.preventDefault();
    });
  }
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/**
 * What no page of ours needs is closed for all of them: permissions, navigation away, new windows, webviews, the spell
 * checker's downloads.
 */
export function lockDown(isOurs: (address: string) => boolean): void {
  app.on('session-created', denyPermissions);
  denyPermissions(session.defaultSession);
  session.defaultSession.setSpellCheckerEnabled(false);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, isOurs));
}
