import { keyText } from '../../ui/key-names.ts';
import type { PaletteMode } from './palette-state.ts';

/** What Enter does, and how many entries fit. */
export function FootText({ mode, shown, total }: { mode: PaletteMode; shown: number; total: number }) {
  const enter = keyText('Enter');
  switch (mode) {
    case 'files':
      return (
        <>
          <span>{enter} open</span>
          <span>{`${keyText('Ctrl')} ${enter} to the side`}</span>
          <span className="palette-foot-end">{'@ symbol, # project, : line, > command'}</span>
        </>
      );
    case 'commands':
      return (
        <>
          <span>{enter} run</span>
          <span className="palette-foot-end">{`${shown} of ${total}`}</span>
        </>
      );
    case 'symbols':
    case 'workspaceSymbols':
      return (
        <>
          <span>{enter} go there</span>
          <span className="palette-foot-end">{`${shown} of ${total}`}</span>
        </>
      );
    case 'line':
      return (
        <>
          <span>{enter} go there</span>
          <span>Esc goes back</span>
        </>
      );
    case 'pick':
      return (
        <>
          <span>{enter} choose</span>
          <span className="palette-foot-end">{shown === total ? `${total}` : `${shown} of ${total}`}</span>
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
