import { type ElectronRuntime, resolveElectronRuntime } from './electron-runtime.ts';
import { ensureSystemLibraries } from './system-libraries.ts';
import { hasDisplay, startVirtualDisplay } from './virtual-display.ts';

export interface PreparedDisplay {
  readonly runtime: ElectronRuntime;
  dispose(): Promise<void>;
}

/**
 * Gets ready what windows of a test or a measurement need: the runtime, its libraries, and a virtual display in `DISPLAY`
 * where there is no real one.
 */
export async function prepareDisplay(): Promise<PreparedDisplay> {
  const runtime = await resolveElectronRuntime();
  await ensureSystemLibraries({ executablePath: runtime.executablePath, needsVirtualDisplay: !hasDisplay() });
  if (hasDisplay()) return { runtime, dispose: async () => undefined };

  const display = await startVirtualDisplay();
  process.env.DISPLAY = display.name;
  return {
    runtime,
    async dispose() {
      delete process.env.DISPLAY;
      await display.dispose();
    },
  };
}
