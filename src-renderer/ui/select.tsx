import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import './menu.css';
import './select.css';

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly describedBy?: string;
}

/** One of a few. */
export function Select<T extends string>({ label, value, options, onChange, describedBy }: SelectProps<T>) {
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <BaseSelect.Trigger className="select" aria-label={label} aria-describedby={describedBy}>
        <BaseSelect.Value className="clip" />
        <ChevronsUpDown className="icon-small" aria-hidden="true" />
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner
          className="menu-positioner"
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
        >
          <BaseSelect.Popup className="menu select-popup">
            {options.map((option) => (
              <BaseSelect.Item className="menu-item" key={option.value} value={option.value}>
                <span className="menu-item-check">
                  <BaseSelect.ItemIndicator>
                    <Check aria-hidden="true" />
                  </BaseSelect.ItemIndicator>
                </span>
                <BaseSelect.ItemText className="menu-item-label clip">{option.label}</BaseSelect.ItemText>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
