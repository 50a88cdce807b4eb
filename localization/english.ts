import account from './en/account.json' with { type: 'json' };
import app from './en/app.json' with { type: 'json' };
import assistant from './en/assistant.json' with { type: 'json' };
import assistantEditor from './en/assistant-editor.json' with { type: 'json' };
import assistantModels from './en/assistant-models.json' with { type: 'json' };
import collaboration from './en/collaboration.json' with { type: 'json' };
import collaborationHistory from './en/collaboration-history.json' with { type: 'json' };
import collaborationShare from './en/collaboration-share.json' with { type: 'json' };
import collaborationTalk from './en/collaboration-talk.json' with { type: 'json' };
import common from './en/common.json' with { type: 'json' };
import core from './en/core.json' with { type: 'json' };
import diagnostics from './en/diagnostics.json' with { type: 'json' };
import editor from './en/editor.json' with { type: 'json' };
import explorer from './en/explorer.json' with { type: 'json' };
import git from './en/git.json' with { type: 'json' };
import gitHistory from './en/git-history.json' with { type: 'json' };
import keybindings from './en/keybindings.json' with { type: 'json' };
import languages from './en/languages.json' with { type: 'json' };
import monaco from './en/monaco.json' with { type: 'json' };
import palette from './en/palette.json' with { type: 'json' };
import preview from './en/preview.json' with { type: 'json' };
import problems from './en/problems.json' with { type: 'json' };
import projects from './en/projects.json' with { type: 'json' };
import search from './en/search.json' with { type: 'json' };
import settings from './en/settings.json' with { type: 'json' };
import shell from './en/shell.json' with { type: 'json' };
import tasks from './en/tasks.json' with { type: 'json' };
import terminal from './en/terminal.json' with { type: 'json' };
import themes from './en/themes.json' with { type: 'json' };
import ui from './en/ui.json' with { type: 'json' };
import welcome from './en/welcome.json' with { type: 'json' };

/** The forms of English sentences that depend on a `count`; all others stand in the code. */
export const english: Readonly<Record<string, string>> = {
  ...account,
  ...app,
  ...assistant,
  ...assistantEditor,
  ...assistantModels,
  ...collaboration,
  ...collaborationHistory,
  ...collaborationShare,
  ...collaborationTalk,
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
