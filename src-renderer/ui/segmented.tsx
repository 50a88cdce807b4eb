import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import './segmented.css';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: T) => void;
}

/** One of a few that all fit side by side: one stop for Tab, arrows step. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <RadioGroup
      className="segmented"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((each) => each.value === next);
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <Radio.Root key={option.value} value={option.value} className="segmented-option" aria-label={option.label}>
          {option.icon}
          <span aria-hidden="true">{option.label}</span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
