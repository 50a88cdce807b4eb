import type { ReactNode } from 'react';
import { t } from '../../../localize.ts';

/** Something that can be chosen while one writes. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly icon: ReactNode;
  choose(): void;
}

interface ChoiceListProps {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly active: number;
}

/** What can be chosen, above the composer. The focus stays in the text. */
export function ChoiceList({ id, label, choices, active }: ChoiceListProps) {
  return (
    <div className="assistant-choices menu" role="listbox" id={id} aria-label={label}>
      {choices.length === 0 ? <p className="assistant-choices-empty">{t('Nothing fits')}</p> : null}
      {choices.map(({ key, label: name, detail, icon, choose }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
        <div
          key={key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={
            index === active ? 'menu-item assistant-choice assistant-choice-active' : 'menu-item assistant-choice'
          }
          ref={index === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={choose}
        >
          {icon}
          <span className="clip">{name}</span>
          <span className="menu-item-detail clip">{detail}</span>
        </div>
      ))}
    </div>
  );
}
