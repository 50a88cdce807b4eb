import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { WindowBounds } from './model/layout.ts';
import { AbsolutePath } from './model/path.ts';

/** One entry of the application menu, made from the command registry. */
export type MenuEntry =
  | { readonly type: 'separator' }
  | {
      readonly type: 'command';
      readonly id: string;
      readonly label: string;
      readonly accelerator?: string | undefined;
      readonly enabled: boolean;
    };
const MenuEntry: z.ZodType<MenuEntry> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('separator') }),
  z.object({
    type: z.literal('command'),
    id: z.string(),
    label: z.string(),
    accelerator: z.string().optional(),
    enabled: z.boolean(),
  }),
]);
export const ApplicationMenu = z.array(z.object({ label: z.string(), entries: z.array(MenuEntry) }));
export type ApplicationMenu = z.infer<typeof ApplicationMenu>;

/** What a link `flashfusion://join/…` holds. */
export const JoinLink = z.object({
  /** Five groups of four letters and digits. */
  code: z.string().regex(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/),
  /** The server where the session's people meet: `https://cloud.example`; null for the one that is set. */
  server: z.url({ protocol: /^https?$/ }).nullable(),
});
export type JoinLink = z.infer<typeof JoinLink>;

/** What Shell tells a window. */
export const ShellEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('window.changed'),
    maximized: z.boolean(),
    fullScreen: z.boolean(),
    focused: z.boolean(),
  }),
  /** The window is about to close: write what is not written yet, then answer with `window.confirmClose`. */
  z.object({ type: z.literal('window.closing') }),
  /** Core ended unexpectedly. It is started again unless it keeps failing; `detail` says what to do then. */
  z.object({ type: z.literal('core.stopped'), restarting: z.boolean(), detail: z.string() }),
  z.object({ type: z.literal('menu.chosen'), command: z.string() }),
  /** A file given on the command line or by the system, to be opened in this window. */
  z.object({ type: z.literal('file.requested'), path: AbsolutePath, line: z.number().nullable() }),
  /** A link to a session was opened. Nothing is joined before the person here has said so. */
  z.object({ type: z.literal('join.requested'), ...JoinLink.shape }),
  /** A notification of this window was clicked. */
  z.object({ type: z.literal('notification.chosen'), id: z.string() }),
]);
export type ShellEvent = z.infer<typeof ShellEvent>;

const nothing = z.object({});

/** Everything a window may ask of Shell. */
export const shellContract = {
  events: oc.output(eventIterator(ShellEvent)),
  window: {
    minimize: oc.output(nothing),
    toggleMaximize: oc.output(nothing),
    toggleFullScreen: oc.output(nothing),
    close: oc.output(nothing),
    /** The answer to `window.closing`; without one the window closes after two seconds. */
    confirmClose: oc.output(nothing),
    /** 0 is 100 %, each step 20 %. */
    setZoomLevel: oc.input(z.object({ level: z.number().min(-3).max(5) })).output(nothing),
    setTheme: oc.input(z.object({ theme: z.enum(['system', 'dark', 'light', 'contrast']) })).output(nothing),
    setMenu: oc.input(z.object({ menu: ApplicationMenu })).output(nothing),
    /** The first paint with a project or the welcome view is done. */
    reportReady: oc.output(nothing),
    toggleDeveloperTools: oc.output(nothing),
    reload: oc.output(nothing),
    quit: oc.output(nothing),
  },
  projects: {
    /** The system's folder dialog. Null when it was cancelled. */
    chooseFolder: oc.input(z.object({ title: z.string() })).output(z.object({ path: AbsolutePath.nullable() })),
    /**
     * Decides where a folder opens: a window that has it is focused; otherwise this window takes it (`here`), or a new one.
     * `path` null opens a new window with the welcome view.
     */
    open: oc
      .input(z.object({ path: AbsolutePath.nullable(), inNewWindow: z.boolean() }))
      .output(z.object({ outcome: z.enum(['focused', 'here', 'newWindow']), path: AbsolutePath.nullable() })),
    /** This window shows no project any more. */
    close: oc.output(nothing),
  },
  system: {
    /** Opens http, https and mailto addresses in the system's browser; anything else is refused. */
    openExternal: oc.input(z.object({ url: z.string().max(4096) })).output(nothing),
    showInFolder: oc.input(z.object({ path: AbsolutePath })).output(nothing),
    writeClipboard: oc.input(z.object({ text: z.string() })).output(nothing),
    readClipboard: oc.output(z.object({ text: z.string() })),
    saveDialog: oc
      .input(z.object({ title: z.string(), defaultPath: AbsolutePath }))
      .output(z.object({ path: AbsolutePath.nullable() })),
    /**
     * Shows a notification of the system's where the window has not the focus; `shown` is false otherwise, and where the system has
     * none. A click brings the window to the front and tells it `notification.chosen`.
     */
    notify: oc
      .input(z.object({ id: z.string().min(1).max(200), title: z.string().max(200), body: z.string().max(1000) }))
      .output(z.object({ shown: z.boolean() })),
  },
};
export type ShellClient = ContractRouterClient<typeof shellContract>;

/** What Core asks of Shell: the few things only Electron's main process can do. */
export const hostContract = {
  secrets: {
    /** False where the system has no key store (Linux without one): nothing may be persisted then. */
    available: oc.output(z.object({ available: z.boolean(), backend: z.string() })),
    encrypt: oc.input(z.object({ plain: z.string() })).output(z.object({ cipherBase64: z.string() })),
    decrypt: oc.input(z.object({ cipherBase64: z.string() })).output(z.object({ plain: z.string() })),
  },
  /** Moves to the system's trash (macOS, Windows; on Linux Core does it itself). */
  trashItem: oc.input(z.object({ path: AbsolutePath })).output(nothing),
  /** Starts one of our own JavaScript files in a utility process; the events end with its exit. */
  startUtility: oc
    .input(z.object({ entry: AbsolutePath, args: z.array(z.string()), environment: z.record(z.string(), z.string()) }))
    .output(
      eventIterator(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('started'), pid: z.number() }),
          z.object({ type: z.literal('message'), message: z.unknown() }),
          z.object({ type: z.literal('exited'), code: z.number() }),
        ]),
      ),
    ),
  messageUtility: oc.input(z.object({ pid: z.number(), message: z.unknown() })).output(nothing),
  stopUtility: oc.input(z.object({ pid: z.number() })).output(nothing),
};
export type HostClient = ContractRouterClient<typeof hostContract>;

/** A window as it was, to be opened again at the next start. */
export const SavedWindow = z.object({ projectPath: AbsolutePath.nullable(), bounds: WindowBounds.nullable() });
export type SavedWindow = z.infer<typeof SavedWindow>;

/** What Shell asks of Core. */
export const supervisorContract = {
  windows: {
    restore: oc.output(z.object({ windows: z.array(SavedWindow), firstStart: z.boolean() })),
    save: oc.input(z.object({ windows: z.array(SavedWindow) })).output(nothing),
  },
  /** Flushes and closes what is open; Core exits by itself afterwards. */
  shutdown: oc.output(nothing),
};
export type SupervisorClient = ContractRouterClient<typeof supervisorContract>;
