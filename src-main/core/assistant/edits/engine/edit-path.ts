/**
 * The project path that an answer means, or null when it could lead out of the project: absolute paths, drives, `..`, NUL and what Windows would
 * read as another name. Backslashes count as slashes, and `./` at the start is dropped.
 */
export function normalizeEditPath(given: string): string | null {
  const path = given.trim().replaceAll('\\', '/');
  if (path === '' || path.length > 4096 || hasControlCharacter(path)) return null;
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]+:/i.test(path)) return null;
  const parts = path.replace(/^(?:\.\/+)+/, '').split(/\/+/);
  if (parts.at(-1) === '') return null;
  for (const part of parts) {
    // Windows drops dots and spaces at the end of a name, and what follows a colon is a stream of the file.
    if (part === '' || /[. ]$/.test(part) || part.startsWith(' ') || part.includes(':')) return null;
  }
  return parts.join('/');
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
