import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { t } from '../../localize.ts';
import type { PreviewSession } from './session.ts';

/** What the server has written, newest last; it follows its end unless somebody scrolls up. */
export function OutputView({ session }: { readonly session: PreviewSession }) {
  const output = useStore(session.state, (state) => state.output);
  const list = useRef<HTMLElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (list.current && follows.current && output !== '') list.current.scrollTop = list.current.scrollHeight;
  }, [output]);
  return (
    <section className="preview-output" aria-label={t('Output of the server')}>
      <header className="preview-console-head">
        <h3 className="preview-console-title">{t('Output')}</h3>
        <CommandButton command="preview.toggleOutput" icon={X} label={t('Hide output')} />
      </header>
      <section
        className="preview-output-text"
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
        tabIndex={0}
        aria-label={t('Output')}
        onScroll={({ currentTarget }) => {
          const { scrollTop, clientHeight, scrollHeight } = currentTarget;
          follows.current = scrollTop + clientHeight > scrollHeight - 24;
        }}
      >
        <pre>{output === '' ? t('Nothing has been written yet.') : output}</pre>
      </section>
    </section>
  );
}
