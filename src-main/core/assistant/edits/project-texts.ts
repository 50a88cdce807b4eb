import { isDesktopError } from '../../desktop-error.ts';
import type { FilesService } from '../../files/index.ts';
import type { BaseFile } from './engine/index.ts';

/** A text that a window holds in place of what is on disk. */
export interface OpenText {
  readonly path: string;
  readonly text: string;
}

/** Texts beyond this many characters are not edited. */
const longestText = 20_000_000;

/** What files hold: in the windows, and else on disk, with LF line ends. */
export interface ProjectTexts {
  read(path: string): Promise<BaseFile>;
}

/** Reads the files of a project. Each is read once and then remembered: a reader is made for one piece of work. */
export function createProjectTexts(
  files: Pick<FilesService, 'read'>,
  projectId: string,
  open: readonly OpenText[],
): ProjectTexts {
  const inWindows = new Map(open.map(({ path, text }) => [path, text]));
  const known = new Map<string, Promise<BaseFile>>();
  const readDisk = async (path: string): Promise<BaseFile> => {
    try {
      let text = '';
      for await (const part of files.read({ projectId, path })) {
        if (part.type === 'head') {
          if (part.head.kind !== 'text' || part.head.readOnly || part.head.size > longestText)
            return { state: 'unreadable' };
          text = part.text ?? '';
        } else if (part.type === 'text') text += part.text;
      }
      return { state: 'text', text: text.replaceAll(/\r\n?/g, '\n') };
    } catch (error) {
      if (isDesktopError(error, 'PROJECT_NOT_FOUND')) throw error;
      return isDesktopError(error, 'NOT_FOUND') ? { state: 'missing' } : { state: 'unreadable' };
    }
  };
  return {
    read(path) {
      const text = inWindows.get(path);
      if (text !== undefined) return Promise.resolve({ state: 'text', text: text.replaceAll(/\r\n?/g, '\n') });
      let reading = known.get(path);
      if (!reading) {
        reading = readDisk(path);
        known.set(path, reading);
      }
      return reading;
    },
  };
}
