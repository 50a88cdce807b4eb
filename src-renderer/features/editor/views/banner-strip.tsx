import { useStore } from 'zustand';
import { Button } from '../../../ui/button.tsx';
import { useEditorParts } from '../parts.ts';
import { Strip } from './document-strip.tsx';

/** What another feature says about a document. */
export function BannerStrip({ document }: { document: string }) {
  const { session } = useEditorParts();
  const banner = useStore(session.banners, (banners) => banners.get(document));
  if (!banner) return null;
  return (
    <Strip
      tone={banner.tone}
      actions={banner.actions.map(({ title, run }) => (
        <Button key={title} small onClick={run}>
          {title}
        </Button>
      ))}
    >
      {banner.text}
    </Strip>
  );
}
