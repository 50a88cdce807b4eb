import { type ComponentProps, type Ref, useLayoutEffect, useMemo, useRef } from 'react';
import { parseTemplate } from './template-text.ts';

interface TemplateFieldProps extends Omit<ComponentProps<'textarea'>, 'value' | 'ref'> {
  readonly value: string;
  readonly fieldRef: Ref<HTMLTextAreaElement>;
}

/** Text with its variables marked. The marks lie behind the text that is written, in the same face and at the same place. */
export function TemplateField({ value, fieldRef, ...rest }: TemplateFieldProps) {
  const marks = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const pieces = useMemo(() => parseTemplate(value), [value]);
  const follow = () => {
    const area = frame.current?.querySelector('textarea');
    if (area && marks.current) marks.current.scrollTop = area.scrollTop;
  };
  // After each render: a text that became shorter may have scrolled.
  useLayoutEffect(follow);
  return (
    <div className="template-field" ref={frame}>
      <div className="template-field-marks" ref={marks} aria-hidden="true">
        {pieces.map((piece, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have nothing but their place
            key={index}
            className={
              piece.kind === 'variable'
                ? piece.known
                  ? 'template-known'
                  : 'template-asked'
                : piece.kind === 'broken'
                  ? 'template-broken'
                  : undefined
            }
          >
            {piece.text}
          </span>
        ))}
        {'\n'}
      </div>
      <textarea className="template-field-text" value={value} ref={fieldRef} spellCheck onScroll={follow} {...rest} />
    </div>
  );
}
