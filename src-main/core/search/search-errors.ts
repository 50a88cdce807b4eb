import type { SearchQuery } from '../../../contract/desktop/search.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** The contract's error for what ripgrep has complained about; null when it is not about what was asked. */
export function toSearchError(complaint: string, { include }: Pick<SearchQuery, 'include'>) {
  const glob = /error parsing glob '(.*)': ([^\n]*)/.exec(complaint);
  if (glob) {
    const [, written = '', problem = ''] = glob;
    const field = include.some((known) => written.includes(known.replace(/^\.\//, '').trim())) ? 'include' : 'exclude';
    return desktopError('INVALID_SEARCH', {
      message: t('"{{written}}" is no pattern: {{problem}}.', { written: bare(written), problem }),
      data: { field },
    });
  }
  const message = regexProblem(complaint);
  return message === null ? null : desktopError('INVALID_SEARCH', { message, data: { field: 'text' } });
}

/** What is wrong with a regular expression, in one sentence. */
function regexProblem(complaint: string): string | null {
  const [, own] = /^error: ([^\n]+)$/m.exec(complaint) ?? [];
  const [, place, perl] = /PCRE2: error compiling pattern at offset (\d+): ([^\n]+)/.exec(complaint) ?? [];
  // What only the second engine knows is no fault in itself.
  const onlyPerl = own === undefined || /not supported|backreference|look-around/.test(own);
  if (perl !== undefined && onlyPerl)
    return sentence(t('{{problem}}, at character {{place}}', { problem: perl, place: Math.max(1, Number(place) - 3) }));
  if (own !== undefined) return sentence(own);
  if (/compiled regex exceeds size limit/i.test(complaint)) return t('The expression is too large.');
  return /regex|pattern/i.test(complaint) ? sentence(complaint.replace(/^rg: /, '').trim().split('\n')[0] ?? '') : null;
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return `${whole.replace(/[.\s]+$/, '')}.`;
}

function bare(glob: string): string {
  return glob.replace(/^!?(\*\*\/|\/)?/, '').replace(/\/\*\*$/, '');
}
