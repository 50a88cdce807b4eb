import { Unplug } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import type { ServerState, SocketLines } from './socket-lines.ts';
import './server-banner.css';

const texts: Readonly<Partial<Record<ServerState, readonly [title: string, detail: string]>>> = {
  unreachable: [
    t('The server does not answer.'),
    t('Your text is kept in this page. Start the server again, or wait until the connection is back.'),
  ],
  refused: [
    t('This session has ended.'),
    t('Your text is kept in this page. Copy what is not saved, then open the new link that the terminal shows.'),
  ],
  full: [
    t('The server has too many pages open.'),
    t('Close one of them and this page connects by itself. Your text is kept here.'),
  ],
};

/** Says that the server is gone, what to do about it, and that nothing is lost. */
export function ServerBanner({ lines }: { readonly lines: SocketLines }) {
  const state = useStore(lines.state);
  const text = texts[state];
  return (
    <div role="alert">
      {text ? (
        <section className="server-banner" aria-label={t('Connection')}>
          <Unplug aria-hidden="true" />
          <p className="server-banner-text">
            <strong>{text[0]}</strong> {text[1]}
          </p>
          <Button small onClick={lines.retry}>
            {t('Try now')}
          </Button>
        </section>
      ) : null}
    </div>
  );
}
