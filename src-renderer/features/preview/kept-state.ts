import type { StoreApi } from 'zustand/vanilla';
import type { PreviewTarget } from '../../../contract/desktop/preview.ts';
import type { Workspace } from '../../app/services.ts';
import { readDevice } from './devices.ts';
import { currentPath, startHistory } from './page-history.ts';
import type { PreviewState } from './session.ts';

const smallestConsole = 80;
const largestConsole = 2000;

/** Keeps with the window what the preview should come back with. */
export function keepPreview(workspace: StoreApi<Workspace>, state: PreviewState): void {
  const { target, history, device, console } = state;
  const preview = { target, path: currentPath(history), device, console };
  workspace.setState(({ kept }) => ({ kept: { ...kept, preview } }));
}

/** Reads what was kept; anything that makes no sense is left out. */
export function readKept(value: unknown): Pick<PreviewState, 'target' | 'history' | 'device' | 'console'> {
  const { target, path, device, console } =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return {
    target: readTarget(target),
    history: startHistory(typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : '/'),
    device: readDevice(device),
    console: readConsole(console),
  };
}

function readTarget(value: unknown): PreviewTarget | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, folder, script, address, singlePage } = value as Record<string, unknown>;
  if (kind === 'script' && typeof folder === 'string' && typeof script === 'string') return { kind, folder, script };
  if (kind === 'static' && typeof folder === 'string') return { kind, folder, singlePage: singlePage === true };
  return kind === 'address' && typeof address === 'string' ? { kind, address } : null;
}

function readConsole(value: unknown): PreviewState['console'] {
  const { open, height } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const wanted = typeof height === 'number' && Number.isFinite(height) ? height : 180;
  return { open: open === true, height: Math.min(Math.max(wanted, smallestConsole), largestConsole) };
}
