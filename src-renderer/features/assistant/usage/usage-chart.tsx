import { type KeyboardEvent, useRef, useState } from 'react';
import { currentLocale, formatNumber, t } from '../../../localize.ts';
import { moneyText } from '../models/model-facts.ts';
import {
  amountOf,
  axisSteps,
  costText,
  shortTokens,
  tokensText,
  type UsageDay,
  type UsageMeasure,
} from './usage-figures.ts';

interface UsageChartProps {
  /** Oldest first, without gaps. */
  readonly days: readonly UsageDay[];
  readonly measure: UsageMeasure;
}

/** Use by day as bars: one stop for Tab, the arrows go from day to day and show what each holds. */
export function UsageChart({ days, measure }: UsageChartProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const bars = useRef<HTMLElement>(null);
  const steps = axisSteps(Math.max(...days.map((day) => amountOf(day, measure)), 0));
  const top = steps.at(-1) ?? 0;
  const current = Math.min(chosen ?? days.length - 1, days.length - 1);
  const stepText = (value: number) => (measure === 'cost' ? moneyText(value) : shortTokens(value));

  const moveTo = (next: number) => {
    const index = Math.max(0, Math.min(days.length - 1, next));
    setChosen(index);
    bars.current?.querySelectorAll<HTMLElement>('.usage-bar')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      PageUp: current - 7,
      PageDown: current + 7,
      Home: 0,
      End: days.length - 1,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };
  return (
    <div className="usage-chart">
      <div className="usage-axis" aria-hidden="true">
        {steps.map((step) => (
          <div key={step} className="usage-axis-step" style={{ bottom: `${top === 0 ? 0 : (step / top) * 100}%` }}>
            <span>{stepText(step)}</span>
          </div>
        ))}
      </div>
      <figure
        className="usage-bars"
        aria-label={measure === 'cost' ? t('Cost by day') : t('Tokens by day')}
        ref={bars}
        onKeyDown={onKeyDown}
      >
        {days.map((day, index) => {
          const share = top === 0 ? 0 : amountOf(day, measure) / top;
          const label = dayText(day);
          return (
            <button
              type="button"
              key={day.day}
              className={day.estimated ? 'usage-bar usage-bar-estimated' : 'usage-bar'}
              tabIndex={index === current ? 0 : -1}
              aria-label={label}
              data-tooltip={label}
              onFocus={() => setChosen(index)}
            >
              <span className="usage-bar-fill" style={{ height: share === 0 ? 0 : `max(2px, ${share * 100}%)` }} />
            </button>
          );
        })}
      </figure>
      <div className="usage-days" aria-hidden="true">
        {labelledDays(days.length).map((index) => (
          <span
            key={index}
            style={index === days.length - 1 ? undefined : { left: `${((index + 0.5) / days.length) * 100}%` }}
          >
            {dateText(days[index]?.day ?? '', 'short')}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The same as a table. */
export function UsageTable({ days }: { days: readonly UsageDay[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the arrows do that only where the focus is
    <section className="usage-table-scroll" tabIndex={0} aria-label={t('Use by day')}>
      <table className="usage-table">
        <thead>
          <tr>
            <th scope="col">{t('Day')}</th>
            <th scope="col">{t('Messages')}</th>
            <th scope="col">{t('In')}</th>
            <th scope="col">{t('Out')}</th>
            <th scope="col">{t('Cost')}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row">{dateText(day.day, 'long')}</th>
              <td>{formatNumber(day.messages)}</td>
              <td>{formatNumber(day.inputTokens)}</td>
              <td>{formatNumber(day.outputTokens)}</td>
              <td>{costText(day)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function dayText(day: UsageDay): string {
  return t('{{day}}: {{tokens}} tokens, {{cost}}, {{count}} messages', {
    day: dateText(day.day, 'long'),
    tokens: tokensText(day),
    cost: costText(day),
    count: day.messages,
  });
}

function dateText(day: string, month: 'short' | 'long'): string {
  const [year = 0, monthNumber = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, monthNumber - 1, date).toLocaleDateString(currentLocale(), { day: 'numeric', month });
}

/** The bars that have their date below: the last one, and others far enough apart. */
function labelledDays(count: number): readonly number[] {
  const apart = count <= 7 ? 1 : count <= 31 ? 7 : 14;
  return Array.from({ length: Math.ceil(count / apart) }, (_, index) => count - 1 - index * apart).reverse();
}
