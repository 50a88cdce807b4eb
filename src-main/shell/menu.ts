import { Menu } from 'electron';
import type { ApplicationMenu } from '../../contract/shell.ts';

/** Puts the commands into the system's menu bar. Only macOS has one; elsewhere the window draws its own menu. */
export function showApplicationMenu(menu: ApplicationMenu, choose: (command: string) => void): void {
  if (process.platform !== 'darwin') return;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu' },
      ...menu.map(({ label, entries }) => ({
        label,
        submenu: entries.map((entry) =>
          entry.type === 'separator'
            ? { type: 'separator' as const }
            : {
                label: entry.label,
                enabled: entry.enabled,
                ...(entry.accelerator ? { accelerator: entry.accelerator, registerAccelerator: false } : {}),
                click: () => choose(entry.id),
              },
        ),
      })),
      { role: 'windowMenu' },
    ]),
  );
}
