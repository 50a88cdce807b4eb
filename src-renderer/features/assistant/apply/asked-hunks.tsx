import type { EditHunk } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import './asked-hunks.css';

/** The lines that somebody is asked about, as a diff. */
export function AskedHunks({ hunks }: { readonly hunks: readonly EditHunk[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className="asked-hunks" aria-label={t('The change')} tabIndex={0}>
      {hunks.map((hunk) => (
        <div key={hunk.id}>
          <p className="asked-hunks-place">
            {t('Line {{line}}', { line: hunk.oldStart })}
            {hunk.flagged ? ` · ${t('only resembles what was looked for')}` : ''}
          </p>
          <pre className="asked-hunks-lines">
            {rowsOf(hunk).map(({ sign, text, key }) => (
              <div key={key} data-sign={sign}>
                <span aria-hidden="true">{sign}</span>
                <span className="visually-hidden">{sign === '+' ? t('added') : sign === '-' ? t('removed') : ''}</span>
                {text}
              </div>
            ))}
          </pre>
        </div>
      ))}
    </section>
  );
}

function rowsOf({ contextBefore, oldLines, newLines, contextAfter }: EditHunk) {
  const rows = (lines: readonly string[], sign: ' ' | '-' | '+', part: string) =>
    lines.map((text, index) => ({ sign, text, key: `${part} ${index}` }));
  return [
    ...rows(contextBefore, ' ', 'before'),
    ...rows(oldLines, '-', 'old'),
    ...rows(newLines, '+', 'new'),
    ...rows(contextAfter, ' ', 'after'),
  ];
}
