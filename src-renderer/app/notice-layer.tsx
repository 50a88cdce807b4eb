import { useEffect, useRef } from 'react';
import { Toaster, toast } from 'sonner';
import { useStore } from 'zustand';
import { t } from '../localize.ts';
import { NoticeCard } from './notice-card.tsx';
import type { Notice, NoticeCentre } from './notifications.ts';
import { useServices } from './services.ts';

/** How long notices stay at the corner, in milliseconds; errors and warnings wait to be dismissed. */
function duration({ level, actions }: Notice): number {
  if (level !== 'info') return Number.POSITIVE_INFINITY;
  return actions.length > 0 ? 12_000 : 6000;
}

/** Pixels: a notice with the space at both its sides. */
const noticeWidth = 380;
const margin = 12;

/** Shows new notices at the lower right, beside what is open there and takes what is typed. Dismissed ones can be read again behind the bell. */
export default function NoticeLayer({ centre }: { centre: NoticeCentre }) {
  const { workspace } = useServices();
  const asideWidth = useStore(workspace, ({ aside, status }) => (aside.visible && status === 'open' ? aside.width : 0));
  const right = margin + Math.max(0, Math.min(asideWidth, window.innerWidth - noticeWidth));
  const notices = useStore(centre.state, (state) => state.notices);
  const shown = useRef(new Set<number>());
  useEffect(() => {
    const present = new Set(notices.map(({ id }) => id));
    for (const id of shown.current) {
      if (present.has(id)) continue;
      toast.dismiss(id);
      shown.current.delete(id);
    }
    for (const notice of notices.toReversed()) {
      if (shown.current.has(notice.id)) continue;
      shown.current.add(notice.id);
      toast.custom(() => <LiveNotice centre={centre} id={notice.id} />, {
        id: notice.id,
        duration: duration(notice),
        unstyled: true,
      });
    }
  }, [notices, centre]);
  return (
    <Toaster
      className="notices"
      position="bottom-right"
      offset={{ bottom: 32, right }}
      mobileOffset={{ bottom: 32, right: margin, left: margin }}
      gap={8}
      visibleToasts={4}
      expand
      containerAriaLabel={t('Notices')}
      // The window has its own keys for stepping through regions.
      hotkey={[]}
    />
  );
}

function LiveNotice({ centre, id }: { centre: NoticeCentre; id: number }) {
  const notice = useStore(centre.state, (state) => state.notices.find((candidate) => candidate.id === id));
  return notice ? <NoticeCard notice={notice} onDismiss={() => toast.dismiss(id)} /> : null;
}
