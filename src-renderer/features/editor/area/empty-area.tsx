import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Keys } from '../../../ui/keys.tsx';
import { Mark } from '../../../ui/mark.tsx';
import './empty-area.css';

const shortcuts: readonly (readonly [string, string])[] = [
  ['workbench.action.quickOpen', t('Go to a file')],
  ['workbench.action.showCommands', t('Run a command')],
  ['workbench.view.explorer', t('Show the explorer')],
  ['workbench.action.files.newUntitledFile', t('New text file')],
];

/** What stands in the editor's place while no tab is open. */
export function EmptyArea() {
  const { commands, keybindings } = useServices();
  useStore(keybindings.state, (state) => state.bindings);
  const known = useStore(commands);
  return (
    <div className="empty-area">
      <Mark large />
      <ul className="empty-area-shortcuts">
        {shortcuts
          .filter(([command]) => known.has(command))
          .map(([command, title]) => (
            <li key={command}>
              <button type="button" className="empty-area-shortcut" onClick={() => void commands.run(command)}>
                <span>{title}</span>
                <Keys keys={keybindings.keysOf(command) ?? ''} />
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}
