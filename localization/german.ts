import account from './de/account.json' with { type: 'json' };
import app from './de/app.json' with { type: 'json' };
import assistant from './de/assistant.json' with { type: 'json' };
import assistantEditor from './de/assistant-editor.json' with { type: 'json' };
import assistantModels from './de/assistant-models.json' with { type: 'json' };
import collaboration from './de/collaboration.json' with { type: 'json' };
import collaborationHistory from './de/collaboration-history.json' with { type: 'json' };
import collaborationShare from './de/collaboration-share.json' with { type: 'json' };
import collaborationTalk from './de/collaboration-talk.json' with { type: 'json' };
import common from './de/common.json' with { type: 'json' };
import diagnostics from './de/diagnostics.json' with { type: 'json' };
import editor from './de/editor.json' with { type: 'json' };
import explorer from './de/explorer.json' with { type: 'json' };
import generate from './de/generate.json' with { type: 'json' };
import git from './de/git.json' with { type: 'json' };
import gitHistory from './de/git-history.json' with { type: 'json' };
import keybindings from './de/keybindings.json' with { type: 'json' };
import languages from './de/languages.json' with { type: 'json' };
import monaco from './de/monaco.json' with { type: 'json' };
import palette from './de/palette.json' with { type: 'json' };
import preview from './de/preview.json' with { type: 'json' };
import problems from './de/problems.json' with { type: 'json' };
import projects from './de/projects.json' with { type: 'json' };
import search from './de/search.json' with { type: 'json' };
import settings from './de/settings.json' with { type: 'json' };
import tasks from './de/tasks.json' with { type: 'json' };
import terminal from './de/terminal.json' with { type: 'json' };
import themes from './de/themes.json' with { type: 'json' };
import ui from './de/ui.json' with { type: 'json' };
import welcome from './de/welcome.json' with { type: 'json' };

/** German for the page: by the English that stands in the code. */
export const german: Readonly<Record<string, string>> = {
  ...account,
  ...app,
  ...assistantEditor,
  ...assistant,
  ...assistantModels,
  ...collaboration,
  ...collaborationHistory,
  ...collaborationShare,
  ...collaborationTalk,
  ...common,
  ...diagnostics,
  ...editor,
  ...explorer,
  ...generate,
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
