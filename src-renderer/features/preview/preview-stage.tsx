import { type CSSProperties, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { previewedPageSandbox } from '../../app/previewed-page.ts';
import { t } from '../../localize.ts';
import { Resizer } from '../../ui/resizer.tsx';
import { largestSide, resize, scaleOf, smallestSide } from './devices.ts';
import { currentPath } from './page-history.ts';
import type { PreviewSession } from './session.ts';

/** The page, at the size of the chosen device. */
export function PreviewStage({ session }: { readonly session: PreviewSession }) {
  const device = useStore(session.state, (state) => state.device);
  const frameCount = useStore(session.state, (state) => state.frame);
  const hidden = useStore(session.state, (state) => state.outputShown);
  const stage = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      // Room for the edges that are dragged.
      const { width, height } = entry.contentRect;
      setSize({ width: width - 24, height: height - 24 });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const fills = device.id === 'fill';
  const scale = scaleOf(device, size);
  const drawn = { width: Math.round(device.width * scale), height: Math.round(device.height * scale) };
  const style = fills
    ? undefined
    : ({
        '--preview-width': `${device.width}px`,
        '--preview-height': `${device.height}px`,
        '--preview-drawn-width': `${drawn.width}px`,
        '--preview-drawn-height': `${drawn.height}px`,
        '--preview-scale': scale,
      } as CSSProperties);
  const change = (part: Partial<typeof size>) => session.state.setState({ device: resize(device, part) });
  return (
    <div className={fills ? 'preview-stage' : 'preview-stage preview-stage-sized'} ref={stage} hidden={hidden}>
      <div className="preview-device" style={style}>
        <PageFrame key={frameCount} session={session} />
        {device.id === 'responsive' ? (
          <>
            <Resizer
              orientation="vertical"
              label={t('Width of the page')}
              value={drawn.width}
              minimum={smallestSide * scale}
              maximum={largestSide * scale}
              initial={Math.round(600 * scale)}
              onResize={(width) => change({ width: width / scale })}
            />
            <Resizer
              orientation="horizontal"
              label={t('Height of the page')}
              value={drawn.height}
              minimum={smallestSide * scale}
              maximum={largestSide * scale}
              initial={Math.round(800 * scale)}
              onResize={(height) => change({ height: height / scale })}
            />
          </>
        ) : null}
      </div>
    </div>
  );
}

function PageFrame({ session }: { readonly session: PreviewSession }) {
  // Later pages are shown by the frame itself; its address is only where it begins.
  const [address] = useState(() => {
    const { server, history } = session.state.getState();
    return server.status === 'running' ? server.origin + currentPath(history) : 'about:blank';
  });
  const attach = useCallback(
    (element: HTMLIFrameElement | null) => {
      session.frame.attach(element);
      return () => session.frame.attach(null);
    },
    [session],
  );
  return (
    <iframe
      ref={attach}
      className="preview-frame"
      title={t('Previewed page')}
      src={address}
      sandbox={previewedPageSandbox}
      referrerPolicy="no-referrer"
      onLoad={() => session.state.setState({ loading: false })}
    />
  );
}
