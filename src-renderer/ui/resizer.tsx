import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import './resizer.css';

interface ResizerProps {
  /** The edge between panes: `vertical` stands upright and changes a width. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly label: string;
  /** In pixels. */
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly initial: number;
  /** The pane is on the right of the edge, or below it. */
  readonly reversed?: boolean;
  readonly onResize: (value: number) => void;
}

/** An edge between two panes: drag it, step it with the arrow keys, double click to reset it. */
export function Resizer({
  orientation,
  label,
  value,
  minimum,
  maximum,
  initial,
  reversed = false,
  onResize,
}: ResizerProps) {
  const drag = useRef<{ start: number; value: number } | null>(null);
  const [dragging, setDragging] = useState(false);
  const upright = orientation === 'vertical';
  const resize = (wanted: number) => onResize(Math.round(Math.min(Math.max(wanted, minimum), maximum)));

  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { start: upright ? event.clientX : event.clientY, value };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLHRElement>) => {
    if (!drag.current) return;
    const moved = (upright ? event.clientX : event.clientY) - drag.current.start;
    resize(drag.current.value + (reversed ? -moved : moved));
  };
  const onPointerUp = () => {
    drag.current = null;
    setDragging(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = upright ? 'ArrowRight' : 'ArrowDown';
    const shrink = upright ? 'ArrowLeft' : 'ArrowUp';
    const step = event.shiftKey ? 64 : 16;
    const direction = event.key === grow ? 1 : event.key === shrink ? -1 : 0;
    if (direction !== 0) resize(value + direction * step * (reversed ? -1 : 1));
    else if (event.key === 'Home') resize(minimum);
    else if (event.key === 'End') resize(maximum);
    else if (event.key === 'Enter') resize(initial);
    else return;
    event.preventDefault();
  };

  return (
    <hr
      className={`resizer resizer-${orientation}${dragging ? ' resizer-dragging' : ''}`}
      tabIndex={0}
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => resize(initial)}
      onKeyDown={onKeyDown}
    />
  );
}
