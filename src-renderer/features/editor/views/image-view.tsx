import { Image, Minus, Plus, Scan } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BinaryFileHead } from '../../../../contract/model/file.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatBytes } from '../documents/format-bytes.ts';
import { toFileProblem } from '../documents/save-problem.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import './image-view.css';

interface Picture {
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

const steps = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16];

/** A picture on a chequered ground, fitted or at a scale of the person's choice. */
export function ImageView({ copy, head }: { copy: WorkingCopy; head: BinaryFileHead }) {
  const { core } = useServices();
  const [picture, setPicture] = useState<Picture | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [scale, setScale] = useState<number | 'fit'>('fit');
  const { projectId } = copy;
  const { path } = head;
  useEffect(() => {
    let address: string | null = null;
    let shown = true;
    const load = async () => {
      const { mediaType, base64 } = await core.files.readImage({ projectId, path });
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
      const image = new globalThis.Image();
      image.src = address;
      await image.decode();
      if (shown) setPicture({ address, width: image.naturalWidth, height: image.naturalHeight });
    };
    load().catch((error: unknown) => {
      if (shown) setFailure(toFileProblem(error).message);
    });
    return () => {
      shown = false;
      if (address) URL.revokeObjectURL(address);
    };
  }, [core, projectId, path]);

  if (failure !== null) {
    return (
      <EmptyState
        failed
        icon={<Image aria-hidden="true" />}
        title={t('The picture cannot be shown')}
        actions={
          <Button small onClick={() => void copy.openAsText()}>
            {t('Open as text')}
          </Button>
        }
      >
        {failure}
      </EmptyState>
    );
  }
  const current = scale === 'fit' ? 1 : scale;
  const larger = steps.find((step) => step > current);
  const smaller = steps.findLast((step) => step < current);
  return (
    <div className="image-view">
      <div className="image-view-bar">
        <span className="tabular">{picture ? `${picture.width} × ${picture.height}` : ''}</span>
        <span className="tabular">{formatBytes(head.size)}</span>
        <span>{head.mediaType.replace('image/', '').toUpperCase()}</span>
        <span className="image-view-tools">
          <IconButton label={t('Smaller')} disabled={!smaller} onClick={() => setScale(smaller ?? 1)}>
            <Minus aria-hidden="true" />
          </IconButton>
          <Button small kind="ghost" aria-pressed={scale === 1} onClick={() => setScale(1)}>
            {scale === 'fit' ? '100 %' : `${scale * 100} %`}
          </Button>
          <IconButton label={t('Larger')} disabled={!larger} onClick={() => setScale(larger ?? 1)}>
            <Plus aria-hidden="true" />
          </IconButton>
          <IconButton label={t('Fit')} aria-pressed={scale === 'fit'} onClick={() => setScale('fit')}>
            <Scan aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <section className="image-view-ground" aria-label={t('Picture')} ref={makeReachable}>
        {picture ? (
          <img
            className={scale === 'fit' ? 'image-view-picture image-view-fitted' : 'image-view-picture'}
            src={picture.address}
            alt={path}
            style={scale === 'fit' ? undefined : { width: picture.width * scale, height: picture.height * scale }}
          />
        ) : null}
      </section>
    </div>
  );
}

/** It scrolls, so the keyboard must reach it. */
function makeReachable(element: HTMLElement | null): void {
  if (element) element.tabIndex = 0;
}
