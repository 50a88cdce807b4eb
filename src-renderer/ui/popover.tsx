import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import './popover.css';

interface PopoverProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Read aloud as its name. */
  readonly label: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A surface beside the button that opens it; Escape and a press outside close it, and the focus returns. */
export function Popover({ trigger, label, open, onOpenChange, className, children }: PopoverProps) {
  return (
    <BasePopover.Root open={open} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner
          className="popover-positioner"
          side="bottom"
          align="end"
          sideOffset={4}
          collisionPadding={8}
        >
          <BasePopover.Popup className={className ? `popover ${className}` : 'popover'} aria-label={label}>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
