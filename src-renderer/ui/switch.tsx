import { Switch as BaseSwitch } from '@base-ui/react/switch';
import './switch.css';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Id of the element that explains it. */
  readonly describedBy?: string;
}

/** On or off, taking effect at once. */
export function Switch({ label, checked, onChange, describedBy }: SwitchProps) {
  return (
    <BaseSwitch.Root
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      checked={checked}
      onCheckedChange={onChange}
    >
      <BaseSwitch.Thumb className="switch-thumb" />
    </BaseSwitch.Root>
  );
}
