import { protocol, session } from 'electron';
import { appOrigin, respond } from './app-files.ts';

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves `app://flashfusion/…` from the renderer's bundle and nothing outside of it, to our own pages only. */
export function serveApp(rendererFolder: string): void {
  protocol.handle('app', (request) => respond(rendererFolder, request.url));
  // Pages of other origins, such as previews, are in frames of ours; Chromium lets any of them fetch this scheme.
  session.defaultSession.webRequest.onBeforeRequest({ urls: ['app://*/*'] }, ({ frame, resourceType }, answer) => {
    const own = resourceType === 'mainFrame' || !frame || frame.url.startsWith(`${appOrigin}/`);
    answer({ cancel: !own });
  });
}
