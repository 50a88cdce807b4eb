import { ArrowRight } from 'lucide-react';
import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import type { Correction } from '../../app/color-theme/index.ts';
import { t } from '../../localize.ts';
import './import-summary.css';

export interface ImportSummaryProps {
  readonly theme: ColorTheme;
  readonly corrections: readonly Correction[];
}

/** What of a theme is taken over as it is, and what had to be corrected. */
export default function ImportSummary({ theme, corrections }: ImportSummaryProps) {
  return (
    <div className="theme-import">
      <p className="theme-import-facts">
        {t('{{colors}} colours of the window, {{rules}} rules for code.', {
          colors: Object.keys(theme.colors).length,
          rules: theme.tokenColors.length,
        })}
      </p>
      {theme.notes.map((note) => (
        <p className="theme-import-facts" key={note}>
          {note}
        </p>
      ))}
      {corrections.length === 0 ? (
        <p className="theme-import-facts">{t('All of its text can be read well. Nothing was corrected.')}</p>
      ) : (
        <>
          <h3 className="theme-import-heading">
            {t('{{count}} colours were corrected, so that text can be read', { count: corrections.length })}
          </h3>
          <ul className="theme-import-list" aria-label={t('Corrected colours')}>
            {corrections.map(({ what, from, to, ratio, minimum }) => (
              <li className="theme-import-row" key={`${what} ${to}`}>
                <span className="theme-import-what clip">{what.charAt(0).toUpperCase() + what.slice(1)}</span>
                <Sample color={from} />
                <ArrowRight className="icon-small" aria-label={t('becomes')} />
                <Sample color={to} />
                <span className="theme-import-ratio">
                  {t('{{shown}} of {{total}}', { shown: ratio.toFixed(1), total: minimum.toFixed(1) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Sample({ color }: { color: string }) {
  return (
    <span className="theme-import-sample">
      <span className="theme-import-colour" style={{ background: color }} aria-hidden="true" />
      {color}
    </span>
  );
}
