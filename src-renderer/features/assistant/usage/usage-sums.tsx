import { type ReactNode, useMemo, useState } from 'react';
import type { UsageReport, UsageSum } from '../../../../contract/desktop/assistant/usage.ts';
import { formatNumber, t } from '../../../localize.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { UsageChart, UsageTable } from './usage-chart.tsx';
import { costText, fillDays, shortTokens, tokensOf, type UsageMeasure, unknownPrices } from './usage-figures.ts';

/** What was used: in sum, by day, by model and by conversation. */
export function UsageSums({ report, days }: { report: UsageReport; days: number }) {
  const [measure, setMeasure] = useState<UsageMeasure>((report.total.cost ?? 0) > 0 ? 'cost' : 'tokens');
  const [form, setForm] = useState<'chart' | 'table'>('chart');
  const all = useMemo(() => fillDays(report.days, days, new Date()), [report.days, days]);
  const unknown = unknownPrices(report);
  const estimated = report.total.estimated;
  return (
    <>
      <dl className="usage-figures">
        <Figure title={t('Today')} sum={report.today} />
        <Figure title={t('Last {{number}} days', { number: days })} sum={report.total} />
      </dl>
      {unknown.length > 0 ? (
        <Notice level="warning">
          {t('Nobody knows the price of {{models}}, so what it cost is in no sum here.', {
            models: unknown.join(', '),
          })}
        </Notice>
      ) : null}
      <section aria-labelledby="usage-by-day">
        <div className="usage-heading">
          <h2 id="usage-by-day">{t('By day')}</h2>
          <Segmented
            label={t('What the bars show')}
            value={measure}
            options={[
              { value: 'cost', label: t('Cost') },
              { value: 'tokens', label: t('Tokens') },
            ]}
            onChange={setMeasure}
          />
          <Segmented
            label={t('Form')}
            value={form}
            options={[
              { value: 'chart', label: t('Chart') },
              { value: 'table', label: t('Table') },
            ]}
            onChange={setForm}
          />
        </div>
        {form === 'chart' ? <UsageChart days={all} measure={measure} /> : <UsageTable days={all} />}
        {estimated ? <p className="usage-note">{t('≈ counted here, because the server sent no figures.')}</p> : null}
      </section>
      <section aria-labelledby="usage-by-model">
        <div className="usage-heading">
          <h2 id="usage-by-model">{t('By model')}</h2>
        </div>
        <SumTable
          headingId="usage-by-model"
          first={t('Model')}
          rows={report.models.map((sum) => ({
            key: sum.model,
            sum,
            name: (
              <>
                {sum.model} {sum.local ? <span className="usage-tag">{t('local')}</span> : null}
              </>
            ),
          }))}
        />
      </section>
      <section aria-labelledby="usage-by-conversation">
        <div className="usage-heading">
          <h2 id="usage-by-conversation">{t('By conversation')}</h2>
        </div>
        <SumTable
          headingId="usage-by-conversation"
          first={t('Conversation')}
          rows={report.conversations.map((sum, index) => ({
            key: sum.conversationId ?? `none ${index}`,
            sum,
            name: (
              <>
                {sum.title || t('Without a conversation')} <span className="usage-dim">{sum.projectName}</span>
              </>
            ),
          }))}
        />
      </section>
    </>
  );
}

function Figure({ title, sum }: { title: string; sum: UsageSum }) {
  return (
    <div className="usage-figure">
      <dt>{title}</dt>
      <dd className="usage-figure-main">{costText(sum)}</dd>
      <dd>
        {t('{{tokens}} tokens', { tokens: `${sum.estimated ? '≈ ' : ''}${shortTokens(tokensOf(sum))}` })}
        {' · '}
        {t('{{count}} messages', { count: sum.messages })}
      </dd>
    </div>
  );
}

interface SumTableProps {
  readonly headingId: string;
  readonly first: string;
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly sum: UsageSum }[];
}

function SumTable({ headingId, first, rows }: SumTableProps) {
  return (
    <table className="usage-table" aria-labelledby={headingId}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t('Messages')}</th>
          <th scope="col">{t('In')}</th>
          <th scope="col">{t('Out')}</th>
          <th scope="col">{t('Cost')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, sum }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{formatNumber(sum.messages)}</td>
            <td data-tooltip={cachedText(sum)}>{formatNumber(sum.inputTokens)}</td>
            <td>{formatNumber(sum.outputTokens)}</td>
            <td className={sum.cost === null ? 'usage-unknown' : undefined}>{costText(sum)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cachedText({ cachedTokens }: UsageSum): string | undefined {
  return cachedTokens > 0 ? t('{{tokens}} of them cached', { tokens: formatNumber(cachedTokens) }) : undefined;
}
