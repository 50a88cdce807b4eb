import type * as monaco from 'monaco-editor/editor/editor.api';
import type { LiveText } from '../../../app/services.ts';

/** Addresses of files outside the project, in the window: `outside:/usr/lib/…`. */
export const outsideScheme = 'outside';

/** Leads from the addresses of the window to those of servers, and back. */
export interface Addresses {
  /** The address of a file of the project, as servers know it. */
  uriOf(path: string): string;
  /** The project path of a server's address; null outside the project. */
  pathOf(uri: string): string | null;
  /** The server's address of a text of the window; null where it has no file. */
  uriOfModel(model: monaco.editor.ITextModel): string | null;
  /** Where the window has or would have the text. */
  resourceOf(uri: string): monaco.Uri;
  /** The server's address behind a resource of the window. */
  uriOfResource(resource: monaco.Uri): string | null;
}

export function createAddresses(dependencies: {
  Uri: typeof monaco.Uri;
  /** Absolute, null without a project. */
  root(): string | null;
  texts(): readonly LiveText[];
}): Addresses {
  const { Uri, texts } = dependencies;
  const rootPath = () => {
    const root = dependencies.root();
    return root === null ? null : Uri.file(root).path.replace(/\/$/, '');
  };

  const uriOf = (path: string) => {
    const root = rootPath() ?? '';
    const absolute = path === '' ? root : `${root}/${path}`;
    return `file://${absolute.split('/').map(encodeURIComponent).join('/')}`;
  };

  const pathOf = (uri: string) => {
    const root = rootPath();
    const { scheme, path } = Uri.parse(uri);
    if (root === null || scheme !== 'file') return null;
    if (path === root) return '';
    return samePlace(path).startsWith(`${samePlace(root)}/`) ? path.slice(root.length + 1) : null;
  };

  const uriOfResource = (resource: monaco.Uri) => {
    if (resource.scheme === outsideScheme) return resource.with({ scheme: 'file' }).toString();
    const open = texts().find(({ model }) => model.uri.toString() === resource.toString());
    if (open) return open.path === null || open.projectId === 'user' ? null : uriOf(open.path);
    return resource.scheme === 'file' && resource.authority === '' ? uriOf(resource.path.slice(1)) : null;
  };

  return {
    uriOf,
    pathOf,
    uriOfResource,
    uriOfModel: (model) => uriOfResource(model.uri),
    resourceOf(uri) {
      const path = pathOf(uri);
      if (path === null) return Uri.parse(uri).with({ scheme: outsideScheme });
      const open = texts().find((text) => text.path === path && text.projectId !== 'user');
      return open?.model.uri ?? Uri.from({ scheme: 'file', path: `/${path}` });
    },
  };
}

/** Drive letters are written either way. */
function samePlace(path: string): string {
  return path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
}
