import type { ContractRouterClient } from '@orpc/contract';
import { account } from './account.ts';
import { app } from './app.ts';
import { assistant } from './assistant/index.ts';
import { cloud } from './cloud.ts';
import { collaboration } from './collaboration.ts';
import { diagnostics } from './diagnostics.ts';
import { editor } from './editor.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import { folders } from './folders.ts';
import { generate } from './generate.ts';
import { gitHistory } from './git/history.ts';
import { git } from './git/index.ts';
import { keybindings } from './keybindings.ts';
import { languages } from './languages.ts';
import { preview } from './preview.ts';
import { projects } from './projects.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { tasks } from './tasks.ts';
import { terminal } from './terminal.ts';
import { themes } from './themes.ts';
import { uploads } from './uploads.ts';

/** Everything a window may ask of Core. */
export const desktopContract = {
  account,
  app,
  assistant,
  cloud,
  collaboration,
  diagnostics,
  editor,
  events,
  files,
  folders,
  generate,
  git,
  gitHistory,
  keybindings,
  languages,
  preview,
  projects,
  search,
  settings,
  tasks,
  terminal,
  themes,
  uploads,
};
export type DesktopClient = ContractRouterClient<typeof desktopContract>;
