import app from './en/app.json';
import common from './en/common.json';
import core from './en/core.json';
import diagnostics from './en/diagnostics.json';
import editor from './en/editor.json';
import explorer from './en/explorer.json';
import git from './en/git.json';
import gitHistory from './en/git-history.json';
import keybindings from './en/keybindings.json';
import languages from './en/languages.json';
import monaco from './en/monaco.json';
import palette from './en/palette.json';
import preview from './en/preview.json';
import problems from './en/problems.json';
import projects from './en/projects.json';
import search from './en/search.json';
import settings from './en/settings.json';
import shell from './en/shell.json';
import tasks from './en/tasks.json';
import terminal from './en/terminal.json';
import themes from './en/themes.json';
import ui from './en/ui.json';
import welcome from './en/welcome.json';

/** The forms of English sentences that depend on a `count`; all others stand in the code. */
export const english: Readonly<Record<string, string>> = {
  ...app,
  ...common,
  ...core,
  ...diagnostics,
  ...editor,
  ...explorer,
  ...git,
  ...gitHistory,
  ...keybindings,
  ...languages,
  ...monaco,
  ...palette,
  ...preview,
  ...problems,
  ...projects,
  ...search,
  ...settings,
  ...shell,
  ...tasks,
  ...terminal,
  ...themes,
  ...ui,
  ...welcome,
};
