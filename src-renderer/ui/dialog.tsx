import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useEffectEvent, useLayoutEffect } from 'react';
import './dialog.css';

interface DialogProps {
  readonly open: boolean;
  /** Escape or a press outside. */
  readonly onDismiss: () => void;
  readonly title: ReactNode;
  readonly body?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions: ReactNode;
  readonly wide?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** A press outside does nothing: for dialogs in which something has been typed. */
  readonly sticky?: boolean;
}

/** A modal surface with a title, what it is about, and its buttons. Focus returns to what had it. */
export function Dialog({ open, onDismiss, title, body, children, actions, wide, initialFocus, sticky }: DialogProps) {
  useKeysBehind(open, onDismiss);
  return (
    <BaseDialog.Root
      open={open}
      disablePointerDismissal={sticky}
      onOpenChange={(next) => {
        if (!next) onDismiss();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="dialog-backdrop" />
        <BaseDialog.Popup className={wide ? 'dialog dialog-wide' : 'dialog'} initialFocus={initialFocus}>
          <BaseDialog.Title className="dialog-title">{title}</BaseDialog.Title>
          {body ? <BaseDialog.Description className="dialog-body">{body}</BaseDialog.Description> : null}
          {children ? <div className="dialog-content">{children}</div> : null}
          <div className="dialog-actions">{actions}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/**
 * Until the dialog has the focus, a frame after it is there, keys still reach what had it: they do nothing there, and Escape is the
 * dialog's.
 */
function useKeysBehind(open: boolean, onDismiss: () => void): void {
  const dismiss = useEffectEvent(onDismiss);
  useLayoutEffect(() => {
    if (!open) return;
    const page = document.getElementById('root');
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.target instanceof Node) || !page?.contains(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') dismiss();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [open]);
}
