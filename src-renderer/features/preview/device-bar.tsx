import { RotateCwSquare } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../localize.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { devices, resize, rotate, type Zoom } from './devices.ts';
import type { PreviewSession } from './session.ts';

const zooms = [
  { value: 'fit', label: t('Fit') },
  { value: '50', label: '50 %' },
  { value: '75', label: '75 %' },
  { value: '100', label: '100 %' },
] as const;

/** The size of the page, while it does not fill the pane. */
export function DeviceBar({ session }: { readonly session: PreviewSession }) {
  const device = useStore(session.state, (state) => state.device);
  const name = devices.find(({ id }) => id === device.id)?.name ?? '';
  const set = (next: typeof device) => session.state.setState({ device: next });
  return (
    <fieldset className="preview-device-bar" aria-label={t('Size of the page')}>
      <span className="preview-device-name clip">{name}</span>
      <SideField
        label={t('Width in pixels')}
        value={device.width}
        onChange={(width) => set(resize(device, { width }))}
      />
      <span aria-hidden="true">×</span>
      <SideField
        label={t('Height in pixels')}
        value={device.height}
        onChange={(height) => set(resize(device, { height }))}
      />
      <IconButton label={t('Rotate')} onClick={() => set(rotate(device))}>
        <RotateCwSquare aria-hidden="true" />
      </IconButton>
      <Select
        label={t('Zoom')}
        value={String(device.zoom)}
        options={zooms}
        onChange={(zoom) => set({ ...device, zoom: zoom === 'fit' ? 'fit' : (Number(zoom) as Zoom) })}
      />
    </fieldset>
  );
}

interface SideFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function SideField({ label, value, onChange }: SideFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    const wanted = Number(typed);
    if (typed !== null && typed !== '' && Number.isFinite(wanted)) onChange(wanted);
    setTyped(null);
  };
  return (
    <input
      className="preview-side"
      inputMode="numeric"
      aria-label={label}
      value={typed ?? String(value)}
      onChange={(event) => setTyped(event.target.value.replace(/\D/g, '').slice(0, 4))}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
