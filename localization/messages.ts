import type account from './de/account.json';
import type app from './de/app.json';
import type assistant from './de/assistant.json';
import type assistantChat from './de/assistant-chat.json';
import type assistantCore from './de/assistant-core.json';
import type assistantEditor from './de/assistant-editor.json';
import type assistantModels from './de/assistant-models.json';
import type collaboration from './de/collaboration.json';
import type collaborationHistory from './de/collaboration-history.json';
import type collaborationShare from './de/collaboration-share.json';
import type collaborationTalk from './de/collaboration-talk.json';
import type common from './de/common.json';
import type core from './de/core.json';
import type diagnostics from './de/diagnostics.json';
import type editor from './de/editor.json';
import type explorer from './de/explorer.json';
import type generate from './de/generate.json';
import type generateCore from './de/generate-core.json';
import type git from './de/git.json';
import type gitHistory from './de/git-history.json';
import type keybindings from './de/keybindings.json';
import type languages from './de/languages.json';
import type monaco from './de/monaco.json';
import type palette from './de/palette.json';
import type preview from './de/preview.json';
import type problems from './de/problems.json';
import type projects from './de/projects.json';
import type search from './de/search.json';
import type settings from './de/settings.json';
import type shell from './de/shell.json';
import type tasks from './de/tasks.json';
import type terminal from './de/terminal.json';
import type themes from './de/themes.json';
import type ui from './de/ui.json';
import type welcome from './de/welcome.json';

type Entry =
  | keyof typeof account
  | keyof typeof app
  | keyof typeof assistantChat
  | keyof typeof assistantCore
  | keyof typeof assistant
  | keyof typeof assistantEditor
  | keyof typeof assistantModels
  | keyof typeof collaboration
  | keyof typeof collaborationHistory
  | keyof typeof collaborationShare
  | keyof typeof collaborationTalk
  | keyof typeof common
  | keyof typeof core
  | keyof typeof diagnostics
  | keyof typeof editor
  | keyof typeof explorer
  | keyof typeof generate
  | keyof typeof generateCore
  | keyof typeof git
  | keyof typeof gitHistory
  | keyof typeof keybindings
  | keyof typeof languages
  | keyof typeof monaco
  | keyof typeof palette
  | keyof typeof preview
  | keyof typeof problems
  | keyof typeof projects
  | keyof typeof search
  | keyof typeof settings
  | keyof typeof shell
  | keyof typeof tasks
  | keyof typeof terminal
  | keyof typeof themes
  | keyof typeof ui
  | keyof typeof welcome;

/** Every English sentence that has German beside it, as it stands in the code. Those with a `count` have several forms. */
export type Message = Entry extends infer E
  ? E extends `${infer Base}_one` | `${infer Base}_other`
    ? Base
    : E
  : never;

/** The names between double braces in a sentence. */
export type NamesIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
