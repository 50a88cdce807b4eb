/** The project id of the folder with the user's own settings, as the contract has it. */
const USER_FOLDER_ID = 'user';

const untitledPrefix = 'untitled:';
const userPrefix = 'user:';

/** What a document's id stands for: text without a file yet, or a file of the project or of the user's own folder. */
export type DocumentPlace =
  | { readonly type: 'untitled'; readonly number: number }
  | { readonly type: 'file'; readonly inUserFolder: boolean; readonly path: string };

/** The id of a document: a project path, `user:` and a path for the user's own files, or `untitled:` and a number. */
export function fileDocumentId(path: string, projectId?: string): string {
  return projectId === USER_FOLDER_ID ? userPrefix + path : path;
}

export function untitledDocumentId(number: number): string {
  return untitledPrefix + number;
}

export function documentPlace(id: string): DocumentPlace {
  const untitled = /^untitled:(\d+)$/.exec(id);
  if (untitled) return { type: 'untitled', number: Number(untitled[1]) };
  if (id.startsWith(userPrefix)) return { type: 'file', inUserFolder: true, path: id.slice(userPrefix.length) };
  return { type: 'file', inUserFolder: false, path: id };
}

/** The name on the document's tab. */
export function documentTitle(id: string): string {
  const place = documentPlace(id);
  return place.type === 'untitled' ? `Untitled-${place.number}` : place.path.slice(place.path.lastIndexOf('/') + 1);
}
