import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
} from 'react';
import { ContextMenu } from './menu.tsx';
import './row-list.css';

/** Where a row is put: its number, its id for the list to name it by, and the pixels above it. */
export interface RowPlace {
  readonly index: number;
  readonly id: string;
  readonly top: number;
}

interface RowListProps {
  readonly label: string;
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Pixels above the first row and below the last one. */
  readonly padding: readonly [above: number, below: number];
  /** The chosen row; -1 is none. */
  readonly index: number;
  /** False for headings, which the keys pass over. All rows are options when left out. */
  readonly isOption?: (index: number) => boolean;
  readonly onChoose: (index: number, event: { readonly shiftKey: boolean }) => void;
  /** Enter was pressed. */
  readonly onOpen: () => void;
  /** The last row that is drawn, whenever it is another one. */
  readonly onDrawn?: (last: number) => void;
  /** The list itself, for giving it the focus. */
  readonly container?: RefObject<HTMLDivElement | null>;
  /** Pixels below which the rows are scrolled sideways. */
  readonly minimumWidth?: number;
  readonly busy?: boolean;
  /** What can be done with the chosen row; null is nothing. */
  readonly menu?: ReactNode;
  readonly multiselectable?: boolean;
  /** Draws the rows that are in view: each takes the class `row-list-row`, its place's id and `translateY` of its top. */
  readonly children: (places: readonly RowPlace[]) => ReactNode;
}

/** Rows of one height of which only those in view are in the page. The list has the focus and the arrow keys; one row is chosen. */
export function RowList(props: RowListProps) {
  const { label, count, rowHeight, padding, index, isOption, onChoose, onOpen, onDrawn, busy, multiselectable } = props;
  const own = useRef<HTMLDivElement>(null);
  const container = props.container ?? own;
  const idBase = useId();
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => container.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: padding[0],
    paddingEnd: padding[1],
  });
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [index, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onDrawn?.(last), [last, onDrawn]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((container.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, readonly [to: number, direction: 1 | -1]>> = {
      ArrowDown: [index + 1, 1],
      ArrowUp: [index - 1, -1],
      PageDown: [index + page, 1],
      PageUp: [index - page, -1],
      Home: [0, 1],
      End: [count - 1, -1],
    };
    const step = steps[event.key];
    if (step) {
      const to = nearestOption(Math.min(Math.max(step[0], 0), count - 1), step[1], count, isOption);
      if (to !== null) onChoose(to, event);
    } else if (event.key === 'Enter') onOpen();
    else return;
    event.preventDefault();
  };
  const list = (
    <div
      ref={container}
      className="row-list"
      role="listbox"
      aria-label={label}
      aria-busy={busy}
      aria-multiselectable={multiselectable}
      aria-activedescendant={index < 0 ? undefined : `${idBase}-${index}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div
        className="row-list-rows"
        role="presentation"
        style={
          {
            height: virtualizer.getTotalSize(),
            minWidth: props.minimumWidth,
            '--row-height': `${rowHeight}px`,
          } as CSSProperties
        }
      >
        {props.children(
          items.map((item) => ({
            index: item.index,
            id: `${idBase}-${item.index}`,
            top: item.start,
          })),
        )}
      </div>
    </div>
  );
  return props.menu === undefined ? list : <ContextMenu menu={props.menu}>{list}</ContextMenu>;
}

/** The option at a row, or the next one in a direction, or failing that the next one the other way; null when there is none. */
function nearestOption(
  from: number,
  direction: 1 | -1,
  count: number,
  isOption: (index: number) => boolean = () => true,
): number | null {
  for (const step of [direction, -direction]) {
    for (let at = from; at >= 0 && at < count; at += step) if (isOption(at)) return at;
  }
  return null;
}
