import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import {
  type ComponentProps,
  createContext,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
  useLayoutEffect,
  useRef,
} from 'react';
import { keyText } from './key-names.ts';
import './menu.css';

/** What an open menu knows of the moment before it opened, and of the entry that was chosen. */
interface MenuMemory {
  before: HTMLElement | null;
  chosen: (() => void) | null;
}

const MenuMemoryContext = createContext<RefObject<MenuMemory> | null>(null);

/**
 * Runs the chosen entry only after the menu has gone and the focus is back where it was, so that what the entry does with
 * the focus stays done.
 */
function useMenuMemory() {
  const memory = useRef<MenuMemory>({ before: null, chosen: null });
  const onOpenChangeComplete = (open: boolean) => {
    if (open) return;
    const { before, chosen } = memory.current;
    Object.assign(memory.current, { before: null, chosen: null });
    if (before?.isConnected) before.focus({ preventScroll: true });
    chosen?.();
  };
  useLayoutEffect(() => {
    const { current } = memory;
    // What holds the menu may go before the menu has faded: what was chosen is done all the same.
    return () => {
      const { chosen } = current;
      current.chosen = null;
      chosen?.();
    };
  }, []);
  return { memory, onOpenChangeComplete };
}

/** Mounts with the popup, before the popup takes the focus. */
function RememberFocus({
  memory,
  returnFocus,
}: {
  memory: RefObject<MenuMemory>;
  returnFocus: ReturnFocus | undefined;
}) {
  useLayoutEffect(() => {
    const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    memory.current.before = returnFocus?.() ?? active;
  }, [memory, returnFocus]);
  return null;
}

type ReturnFocus = () => HTMLElement | null;

interface MenuProps {
  /** The element that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly open?: boolean;
  /** It is made in the moment in which it opens. */
  readonly initiallyOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: ComponentProps<typeof BaseMenu.Positioner>['side'];
  readonly align?: ComponentProps<typeof BaseMenu.Positioner>['align'];
  /** Answers what gets the focus when the menu closes; null gives it to what had it when the menu opened. */
  readonly returnFocus?: ReturnFocus;
}

/** A menu that a button opens. */
export function Menu({
  trigger,
  children,
  open,
  initiallyOpen,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  returnFocus,
}: MenuProps) {
  const { memory, onOpenChangeComplete } = useMenuMemory();
  return (
    <BaseMenu.Root
      open={open}
      defaultOpen={initiallyOpen}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={onOpenChangeComplete}
    >
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="menu-positioner" side={side} align={align} sideOffset={4} collisionPadding={8}>
          <BaseMenu.Popup className="menu" finalFocus={false}>
            <RememberFocus memory={memory} returnFocus={returnFocus} />
            <MenuMemoryContext value={memory}>{children}</MenuMemoryContext>
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** A menu at the pointer, or at the focused element for the menu key. */
export function ContextMenu({
  children,
  menu,
  onOpenChange,
}: {
  readonly children: ReactElement<Record<string, unknown>>;
  readonly menu: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
}) {
  const { memory, onOpenChangeComplete } = useMenuMemory();
  return (
    <BaseContextMenu.Root onOpenChange={onOpenChange} onOpenChangeComplete={onOpenChangeComplete}>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className="menu-positioner" collisionPadding={8}>
          <BaseContextMenu.Popup className="menu" finalFocus={false}>
            <RememberFocus memory={memory} returnFocus={undefined} />
            <MenuMemoryContext value={memory}>{menu}</MenuMemoryContext>
          </BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly detail?: ReactNode;
  /** As in a command: `Ctrl+Shift+P`. */
  readonly keys?: string | null;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Leaves room for a tick, and shows it. */
  readonly checked?: boolean;
}

/** One entry of a menu. */
export function MenuItem({ onSelect, children, icon, detail, keys, danger, disabled, checked }: MenuItemProps) {
  const memory = useContext(MenuMemoryContext);
  const choose = () => {
    if (memory) memory.current.chosen = onSelect;
    else onSelect();
  };
  return (
    <BaseMenu.Item className={danger ? 'menu-item menu-item-danger' : 'menu-item'} disabled={disabled} onClick={choose}>
      {checked === undefined ? null : (
        <span className="menu-item-check">{checked ? <Check aria-hidden="true" /> : null}</span>
      )}
      {icon}
      <span className="menu-item-label clip">{children}</span>
      {detail ? <span className="menu-item-detail clip">{detail}</span> : null}
      {keys ? <span className="menu-item-keys">{keyText(keys)}</span> : null}
    </BaseMenu.Item>
  );
}

/** An entry that opens a further menu beside it. */
export function Submenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.SubmenuRoot>
      <BaseMenu.SubmenuTrigger className="menu-item">
        <span className="menu-item-label clip">{label}</span>
        <ChevronRight className="icon-small" aria-hidden="true" />
      </BaseMenu.SubmenuTrigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner className="menu-positioner" sideOffset={-2} alignOffset={-5} collisionPadding={8}>
          <BaseMenu.Popup className="menu">{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.SubmenuRoot>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="menu-separator" />;
}

/** A labelled part of a menu. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="menu-group-label">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}
