/** UTF-16 units of the text before and after the cursor that a completion is asked with; more would cost more than it tells. */
const most = { before: 24_000, after: 8_000 };

/** What is sent of a text for a completion at an offset; cut at whole lines. */
export function completionWindow(text: string, offset: number): { readonly before: string; readonly after: string } {
  let before = text.slice(0, offset);
  let after = text.slice(offset);
  if (before.length > most.before) {
    const cut = before.slice(-most.before);
    const line = cut.indexOf('\n');
    before = line < 0 ? cut : cut.slice(line + 1);
  }
  if (after.length > most.after) {
    const cut = after.slice(0, most.after);
    const line = cut.lastIndexOf('\n');
    after = line < 0 ? cut : cut.slice(0, line + 1);
  }
  return { before, after };
}

/** Whether a completion could be of use there: not in the middle of a word, and not before more code than closing signs. */
export function isWorthAsking(lineBefore: string, lineAfter: string): boolean {
  return !/^[\p{L}\p{N}_$]/u.test(lineAfter) && /^[\s)\]}>"'`;,]*$/.test(lineAfter) && lineBefore.length < 2000;
}
