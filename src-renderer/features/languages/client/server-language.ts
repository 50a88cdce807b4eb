/** A language as servers name it: Monaco has one id for TypeScript with and without JSX. */
export function serverLanguage(languageId: string, path: string): string {
  if (languageId === 'typescript' && path.endsWith('.tsx')) return 'typescriptreact';
  if (languageId === 'javascript' && path.endsWith('.jsx')) return 'javascriptreact';
  return languageId;
}
