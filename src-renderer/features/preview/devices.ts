import { t } from '../../localize.ts';
export type DeviceId = 'fill' | 'responsive' | 'phone' | 'tablet' | 'desktop';
export type Zoom = 'fit' | 50 | 75 | 100;

/** How large the page believes its window to be. Pixels of the page, before any zoom. */
export interface Device {
  readonly id: DeviceId;
  readonly width: number;
  readonly height: number;
  readonly zoom: Zoom;
}

export const smallestSide = 200;
export const largestSide = 4000;

/** What the sizes are called, and how large they are upright. */
export const devices: readonly { readonly id: DeviceId; readonly name: string; readonly size: string }[] = [
  { id: 'fill', name: t('Fill the pane'), size: '' },
  { id: 'responsive', name: t('Responsive'), size: t('Any size') },
  { id: 'phone', name: t('Phone'), size: '390 × 844' },
  { id: 'tablet', name: t('Tablet'), size: '820 × 1180' },
  { id: 'desktop', name: t('Desktop'), size: '1440 × 900' },
];

const sizes: Readonly<Record<DeviceId, readonly [width: number, height: number]>> = {
  fill: [0, 0],
  responsive: [600, 800],
  phone: [390, 844],
  tablet: [820, 1180],
  desktop: [1440, 900],
};

export const wholePane: Device = { id: 'fill', width: 0, height: 0, zoom: 'fit' };

/** A device at its own size; the zoom is kept. */
export function chooseDevice(id: DeviceId, zoom: Zoom): Device {
  const [width, height] = sizes[id];
  return { id, width, height, zoom };
}

/** Upright becomes lying, and back. */
export function rotate(device: Device): Device {
  return { ...device, width: device.height, height: device.width };
}

/** Another size, within what makes sense; a preset becomes responsive by it. */
export function resize(device: Device, change: Partial<Pick<Device, 'width' | 'height'>>): Device {
  const side = (wanted: number) => Math.round(Math.min(Math.max(wanted, smallestSide), largestSide));
  return {
    ...device,
    id: 'responsive',
    width: side(change.width ?? device.width),
    height: side(change.height ?? device.height),
  };
}

/** The scale at which a device is drawn in a stage of that size; never larger than it is. */
export function scaleOf(device: Device, stage: { readonly width: number; readonly height: number }): number {
  if (device.id === 'fill') return 1;
  if (device.zoom !== 'fit') return device.zoom / 100;
  const scale = Math.min(1, stage.width / device.width, stage.height / device.height);
  return scale > 0 && Number.isFinite(scale) ? scale : 1;
}

/** Reads a device that was kept; the whole pane when it makes no sense. */
export function readDevice(value: unknown): Device {
  if (typeof value !== 'object' || value === null) return wholePane;
  const { id, width, height, zoom } = value as Partial<Record<keyof Device, unknown>>;
  const known = devices.find((device) => device.id === id);
  if (!known || known.id === 'fill') return wholePane;
  if (typeof width !== 'number' || typeof height !== 'number') return chooseDevice(known.id, 'fit');
  const sized = resize({ id: known.id, width, height, zoom: 'fit' }, {});
  return { ...sized, id: known.id, zoom: zoom === 50 || zoom === 75 || zoom === 100 ? zoom : 'fit' };
}
