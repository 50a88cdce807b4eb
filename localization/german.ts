import app from './de/app.json';
import common from './de/common.json';
import diagnostics from './de/diagnostics.json';
import editor from './de/editor.json';
import explorer from './de/explorer.json';
import git from './de/git.json';
import gitHistory from './de/git-history.json';
import keybindings from './de/keybindings.json';
import languages from './de/languages.json';
import monaco from './de/monaco.json';
import palette from './de/palette.json';
import preview from './de/preview.json';
import problems from './de/problems.json';
import projects from './de/projects.json';
import search from './de/search.json';
import settings from './de/settings.json';
import tasks from './de/tasks.json';
import terminal from './de/terminal.json';
import themes from './de/themes.json';
import ui from './de/ui.json';
import welcome from './de/welcome.json';

/** German for the page: by the English that stands in the code. */
export const german: Readonly<Record<string, string>> = {
  ...app,
  ...common,
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
  ...tasks,
  ...terminal,
  ...themes,
  ...ui,
  ...welcome,
};
