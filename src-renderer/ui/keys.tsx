import { keyNames } from './key-names.ts';
import './keys.css';

/** A keybinding as key caps: `Ctrl+K Ctrl+S` becomes two groups of two. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keyNames(keys).map((chord) => (
        <span className="keys-chord" key={chord.join('+')}>
          {chord.map((name) => (
            <kbd className="keys-key" key={name}>
              {name}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
