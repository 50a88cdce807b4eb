/** A change that a model proposes with a tool, as it would stand in its answer. */
export function editBlock(path: string, search: string, replace: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(search), longestRun(replace)) + 1);
  return `\n${path}\n${fence}\n<<<<<<< SEARCH\n${ended(search)}=======\n${ended(replace)}>>>>>>> REPLACE\n${fence}\n`;
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`{3,}/g) ?? []).map((ticks) => ticks.length));
}
