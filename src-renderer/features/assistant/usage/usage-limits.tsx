import { Settings2 } from 'lucide-react';
import type { UsageReport } from '../../../../contract/desktop/assistant/usage.ts';
import { formatNumber, t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { moneyText } from '../models/model-facts.ts';
import { shareOf } from './usage-figures.ts';

/** How far each limit is used up, and the way to change them. */
export function UsageLimits({ report, onChange }: { report: UsageReport; onChange: () => void }) {
  const { messagesPerMinute, messagesLastMinute, messagesPerDay, messagesToday, dailyCap } = report.limits;
  const spent = report.today.cost ?? 0;
  return (
    <section aria-labelledby="usage-limits">
      <div className="usage-heading">
        <h2 id="usage-limits">{t('Limits')}</h2>
        <Button kind="ghost" small onClick={onChange}>
          <Settings2 className="icon-small" aria-hidden="true" />
          {t('Change limits')}
        </Button>
      </div>
      <Limit
        title={t('Messages this minute')}
        share={shareOf(messagesLastMinute, messagesPerMinute)}
        text={t('{{shown}} of {{total}}', {
          shown: formatNumber(messagesLastMinute),
          total: formatNumber(messagesPerMinute),
        })}
      />
      <Limit
        title={t('Messages today')}
        share={shareOf(messagesToday, messagesPerDay)}
        text={t('{{shown}} of {{total}}', { shown: formatNumber(messagesToday), total: formatNumber(messagesPerDay) })}
      />
      <Limit
        title={t('Cost today')}
        share={dailyCap === null ? null : shareOf(spent, dailyCap)}
        text={
          dailyCap === null
            ? t('no cap')
            : t('{{shown}} of {{total}}', { shown: moneyText(spent), total: moneyText(dailyCap) })
        }
      />
    </section>
  );
}

function Limit({ title, share, text }: { title: string; share: number | null; text: string }) {
  const level = share === null || share < 0.8 ? '' : share < 1 ? ' usage-limit-near' : ' usage-limit-reached';
  return (
    <div className={`usage-limit${level}`}>
      <span className="usage-limit-title">{title}</span>
      <span className="usage-meter" aria-hidden="true">
        {share === null ? null : <span className="usage-meter-fill" style={{ width: `${share * 100}%` }} />}
      </span>
      <span className="usage-limit-text">{share !== null && share >= 1 ? t('{{text}}, reached', { text }) : text}</span>
    </div>
  );
}
