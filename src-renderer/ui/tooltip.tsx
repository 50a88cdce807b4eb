import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Keys } from './keys.tsx';
import './tooltip.css';

interface Shown {
  readonly text: string;
  readonly keys: string | null;
  readonly anchor: DOMRect;
  readonly beside: boolean;
}

const delay = 500;
const gap = 6;
const edge = 4;

/**
 * Shows the `data-tooltip` text of whatever is under the pointer or has the keyboard focus, with the keys in
 * `data-tooltip-keys`. One layer for the whole window, so that a thousand rows with tooltips cost nothing.
 * `data-tooltip-side="right"` puts it beside the element; `data-tooltip-clipped` shows it only while the text inside, of class
 * `clip`, does not fit.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: HTMLElement | null = null;
    let hiddenAt = 0;
    const hide = () => {
      clearTimeout(timer);
      if (current) hiddenAt = performance.now();
      current = null;
      setShown(null);
    };
    const show = (element: HTMLElement, after: number) => {
      if (element === current) return;
      hide();
      current = element;
      timer = setTimeout(() => {
        const text = element.dataset.tooltip;
        if (!text || !element.isConnected) return;
        if (element.dataset.tooltipClipped !== undefined && !isClipped(element)) return;
        setShown({
          text,
          keys: element.dataset.tooltipKeys ?? null,
          anchor: element.getBoundingClientRect(),
          beside: element.dataset.tooltipSide === 'right',
        });
      }, after);
    };
    const find = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;

    const onPointerOver = (event: PointerEvent) => {
      const element = find(event.target);
      if (!element || element.hasAttribute('data-popup-open')) hide();
      else show(element, performance.now() - hiddenAt < 300 ? 0 : delay);
    };
    const onFocusIn = (event: FocusEvent) => {
      const element = find(event.target);
      if (element?.matches(':focus-visible')) show(element, delay);
      else hide();
    };
    const events = ['pointerdown', 'dragstart', 'keydown', 'wheel', 'blur', 'focusout'] as const;
    document.addEventListener('pointerover', onPointerOver);
    document.addEventListener('focusin', onFocusIn);
    for (const name of events) window.addEventListener(name, hide, { capture: true, passive: true });
    return () => {
      hide();
      document.removeEventListener('pointerover', onPointerOver);
      document.removeEventListener('focusin', onFocusIn);
      for (const name of events) window.removeEventListener(name, hide, { capture: true });
    };
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !shown) return;
    const { anchor } = shown;
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = anchor.bottom + gap;
    const top = shown.beside
      ? anchor.top + (anchor.height - height) / 2
      : below + height > window.innerHeight - edge
        ? anchor.top - gap - height
        : below;
    const left = shown.beside ? anchor.right + gap : anchor.left + (anchor.width - width) / 2;
    element.style.top = `${Math.max(edge, Math.min(top, window.innerHeight - height - edge))}px`;
    element.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`;
  }, [shown]);

  if (!shown) return null;
  return (
    <div className="tooltip" role="tooltip" ref={box}>
      {shown.text}
      {shown.keys ? <Keys keys={shown.keys} /> : null}
    </div>
  );
}

function isClipped(element: HTMLElement): boolean {
  const text = element.querySelector<HTMLElement>('.clip');
  return text !== null && text.scrollWidth > text.clientWidth;
}
