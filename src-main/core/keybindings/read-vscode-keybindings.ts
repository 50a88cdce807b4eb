import { UserKeybinding } from '../../../contract/model/keybinding.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { describeSyntax, type JsonParser, readArrayText } from '../settings/index.ts';

const mostEntries = 5000;

/** What a VS Code `keybindings.json` holds. INVALID_KEYBINDINGS where it is no list. */
export function readVsCodeKeybindings(
  parser: JsonParser,
  text: string,
): { entries: (UserKeybinding & { line: number })[]; problems: string[] } {
  const { items, problem } = readArrayText(parser, text.replace(/^\uFEFF/, ''));
  if (items.length === 0 && problem) {
    throw desktopError('INVALID_KEYBINDINGS', {
      message: t('This is no list of keybindings. {{problem}}', { problem: describeSyntax(problem) }),
    });
  }
  const problems = problem
    ? [t('{{problem}} What could be read is offered.', { problem: describeSyntax(problem) })]
    : [];
  if (items.length > mostEntries)
    problems.push(
      t('Only the first {{mostEntries}} of {{length}} entries are offered.', { mostEntries, length: items.length }),
    );
  const entries = items.slice(0, mostEntries).flatMap(({ value, line }) => {
    const result = UserKeybinding.safeParse(value);
    if (result.success) return [{ ...result.data, line }];
    problems.push(t('Line {{line}} must be an object with "key" and "command".', { line }));
    return [];
  });
  return { entries, problems };
}
