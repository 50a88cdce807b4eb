import { Coins } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { StatusBarItem } from '../../../app/status-bar.tsx';
import { t } from '../../../localize.ts';
import { costText, shortTokens, tokensOf } from './usage-figures.ts';
import type { UsageToday } from './usage-today.ts';

/** What today cost, or its tokens where nothing costs money; leads to the page. */
export function UsageStatus({ today }: { today: UsageToday }) {
  const { workspace } = useServices();
  const wanted = useStore(workspace, ({ settings }) => settings.effective['assistant.usageInStatusBar']);
  const sum = useStore(today.state);
  if (!wanted || tokensOf(sum) === 0) return null;
  const tokens = shortTokens(tokensOf(sum));
  const costs = sum.cost !== null && sum.cost > 0;
  return (
    <StatusBarItem
      command="assistant.showUsage"
      optional
      tooltip={t('Assistant today: {{tokens}} tokens, {{cost}}, {{count}} messages', {
        tokens,
        cost: costText(sum),
        count: sum.messages,
      })}
    >
      <Coins aria-hidden="true" />
      <span className="visually-hidden">{t('Assistant today:')}</span>
      {costs ? costText(sum) : t('{{tokens}} tokens', { tokens })}
    </StatusBarItem>
  );
}
