import { t } from '../../localize.ts';
import { keyText } from '../../ui/key-names.ts';
import type { PaletteMode } from './palette-state.ts';

/** What Enter does, and how many entries fit. */
export function FootText({ mode, shown, total }: { mode: PaletteMode; shown: number; total: number }) {
  const enter = keyText('Enter');
  switch (mode) {
    case 'files':
      return (
        <>
          <span>{t('{{enter}} open', { enter })}</span>
          <span>{t('{{keys}} to the side', { keys: `${keyText('Ctrl')} ${enter}` })}</span>
          <span className="palette-foot-end">{t('@ symbol, # project, : line, > command')}</span>
        </>
      );
    case 'commands':
      return (
        <>
          <span>{t('{{enter}} run', { enter })}</span>
          <span className="palette-foot-end">{t('{{shown}} of {{total}}', { shown, total })}</span>
        </>
      );
    case 'symbols':
    case 'workspaceSymbols':
      return (
        <>
          <span>{t('{{enter}} go there', { enter })}</span>
          <span className="palette-foot-end">{t('{{shown}} of {{total}}', { shown, total })}</span>
        </>
      );
    case 'line':
      return (
        <>
          <span>{t('{{enter}} go there', { enter })}</span>
          <span>{t('Esc goes back')}</span>
        </>
      );
    case 'pick':
      return (
        <>
          <span>{t('{{enter}} choose', { enter })}</span>
          <span className="palette-foot-end">
            {shown === total ? `${total}` : t('{{shown}} of {{total}}', { shown, total })}
          </span>
        </>
      );
  }
}

/** Stands for rows that are awaited. */
export function Bones() {
  return (
    <div className="palette-bones" aria-busy="true">
      {[220, 160, 260, 190].map((width) => (
        <span className="palette-bone" key={width} style={{ width }} />
      ))}
    </div>
  );
}
