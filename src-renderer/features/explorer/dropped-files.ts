/** What the preload offers where the page itself may not know paths (Electron 32 and later). */
interface PathSource {
  pathOfFile(file: File): string;
}

/** The absolute paths of files dropped from the desktop; those that have none are left out. */
export function droppedPaths(files: Iterable<File>): string[] {
  const source = (window as Window & { readonly flashfusionFiles?: PathSource }).flashfusionFiles;
  const paths: string[] = [];
  for (const file of files) {
    // Electron up to 31 tells the path on the file.
    const path = source ? source.pathOfFile(file) : (file as File & { readonly path?: unknown }).path;
    if (typeof path === 'string' && path !== '') paths.push(path);
  }
  return paths;
}
