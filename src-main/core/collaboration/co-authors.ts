import type { CoAuthor } from '../../../contract/desktop/collaboration.ts';

const trailer = /^[A-Za-z0-9-]+: \S/;

/**
 * A commit's message with a `Co-authored-by` line for each co-author, after those that it ends with already. Who has given no address
 * gets one that reaches nobody (RFC 2606, section 2).
 */
export function withCoAuthors(message: string, coAuthors: readonly CoAuthor[]): string {
  const text = message.trim();
  const lines = [
    ...new Set(coAuthors.map(({ name, email }) => `Co-authored-by: ${name} <${email ?? standInAddress(name)}>`)),
  ].filter((line) => !text.split('\n').includes(line));
  if (lines.length === 0) return text;
  const [subject, ...paragraphs] = text.split(/\n\s*\n/);
  const endsWithTrailers =
    subject !== undefined &&
    (paragraphs
      .at(-1)
      ?.split('\n')
      .every((line) => trailer.test(line)) ??
      false);
  return `${text}${endsWithTrailers ? '\n' : '\n\n'}${lines.join('\n')}`;
}

function standInAddress(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.+|\.+$/g, '');
  return `${plain || 'somebody'}@flashfusion.invalid`;
}
