import type { SearchQuery } from '../../../contract/desktop/search.ts';
import type { RegisterChild } from '../files/index.ts';
import { toRipgrepGlobs } from './globs.ts';
import { startRipgrep } from './ripgrep.ts';

type Scope = Pick<SearchQuery, 'include' | 'exclude' | 'useIgnoreRules'>;

/** Which files are looked into. What is excluded stays out even where something included holds it. */
export function scopeArguments({ include, exclude, useIgnoreRules }: Scope): string[] {
  const globs = [
    ...include.flatMap(toRipgrepGlobs),
    ...exclude.flatMap(toRipgrepGlobs).map((glob) => `!${glob}`),
    '!.git',
    '!.flashfusion-*.tmp',
  ];
  return [
    '--hidden',
    '--no-messages',
    useIgnoreRules ? '--no-require-git' : '--no-ignore',
    ...globs.flatMap((glob) => ['--glob', glob]),
  ];
}

/** Those of the paths that a search would look into. */
export async function findInScope(
  root: string,
  scope: Scope,
  paths: ReadonlySet<string>,
  registerChild: RegisterChild,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (paths.size === 0) return found;
  const ripgrep = await startRipgrep(root, ['--files', '--null', ...scopeArguments(scope), '.'], registerChild);
  const stop = () => void ripgrep.stop();
  signal.addEventListener('abort', stop);
  try {
    let rest = '';
    ripgrep.output.setEncoding('utf8');
    for await (const chunk of ripgrep.output) {
      const listed = `${rest}${chunk}`.split('\0');
      rest = listed.pop() ?? '';
      for (const path of listed) {
        const plain = path.slice(2).replaceAll(process.platform === 'win32' ? '\\' : '/', '/');
        if (paths.has(plain)) found.add(plain);
      }
      if (found.size === paths.size) break;
    }
    return found;
  } finally {
    signal.removeEventListener('abort', stop);
    await ripgrep.stop();
  }
}
