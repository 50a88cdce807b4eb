import { z } from 'zod';
import { ColorThemeId } from './color-theme.ts';
import { UserKeybinding } from './keybinding.ts';
import { isServerAddress } from './server-address.ts';

/** How one setting is shown in the settings view and whether a folder that isn't trusted may set it. */
export interface SettingNote {
  readonly title: string;
  readonly description: string;
  readonly section:
    | 'Editor'
    | 'Files'
    | 'Workbench'
    | 'Explorer'
    | 'Languages'
    | 'Terminal'
    | 'Git'
    | 'Assistant'
    | 'Cloud';
  /** Names a program or changes what runs: a project's value counts only when the folder is trusted. */
  readonly executable?: boolean;
  /** One value for all windows: a project's counts nowhere. */
  readonly userOnly?: boolean;
}

/** A language server that somebody adds by hand. */
export const LanguageServerSetting = z.object({
  /** Shown in the status bar and in messages. */
  name: z.string().min(1).max(60),
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  /** Monaco's ids of the languages that it serves: `python`, `go`. */
  languages: z.array(z.string().min(1)).min(1),
  initializationOptions: z.unknown().optional(),
});
export type LanguageServerSetting = z.infer<typeof LanguageServerSetting>;

/** Every setting, its type and its default. Keys are flat and dotted, as in VS Code where it has the same setting. */
export const Settings = z.object({
  'editor.fontSize': z.number().min(6).max(60).default(13),
  'editor.fontFamily': z.string().default(''),
  'editor.tabSize': z.number().int().min(1).max(16).default(2),
  'editor.insertSpaces': z.boolean().default(true),
  'editor.detectIndentation': z.boolean().default(true),
  'editor.wordWrap': z.enum(['off', 'on']).default('off'),
  'editor.minimap': z.boolean().default(false),
  'editor.stickyScroll': z.boolean().default(true),
  'editor.lineNumbers': z.enum(['on', 'off', 'relative']).default('on'),
  'editor.renderWhitespace': z.enum(['none', 'boundary', 'selection', 'trailing', 'all']).default('selection'),
  'editor.bracketPairColorization': z.boolean().default(false),
  'editor.fontLigatures': z.boolean().default(false),
  'editor.formatOnSave': z.boolean().default(false),
  'editor.codeActionsOnSave': z.enum(['off', 'fixAll', 'organizeImports', 'both']).default('off'),
  'editor.inlayHints': z.boolean().default(true),
  'editor.semanticHighlighting': z.boolean().default(true),
  'editor.rulers': z.array(z.number().int().min(1).max(1000)).max(20).default([]),
  'files.autoSave': z.enum(['off', 'afterDelay', 'onFocusChange']).default('off'),
  'files.autoSaveDelay': z.number().int().min(1000).max(3_600_000).default(30_000),
  'files.encoding': z.string().default('utf-8'),
  'files.lineEnd': z.enum(['auto', 'lf', 'crlf']).default('auto'),
  'files.insertFinalNewline': z.boolean().default(false),
  'files.trimTrailingWhitespace': z.boolean().default(false),
  'files.largeFileMegabytes': z.number().min(1).max(500).default(20),
  'explorer.autoReveal': z.boolean().default(true),
  'explorer.confirmDelete': z.boolean().default(false),
  'explorer.showIgnored': z.boolean().default(true),
  /** `user:` and an id for imported themes. */
  'workbench.theme': z
    .union([z.enum(['system', 'dark', 'light', 'contrast']), z.templateLiteral(['user:', ColorThemeId])])
    .default('system'),
  'workbench.language': z.enum(['system', 'en', 'de']).default('system'),
  'workbench.previewTabs': z.boolean().default(true),
  'terminal.shell': z.string().max(4096).default(''),
  'terminal.shellIntegration': z.boolean().default(true),
  'terminal.fontSize': z.number().min(6).max(60).default(12),
  'terminal.fontFamily': z.string().default(''),
  'terminal.lineHeight': z.number().min(1).max(2).default(1.3),
  'terminal.scrollback': z.number().int().min(0).max(100_000).default(5000),
  'terminal.cursorStyle': z.enum(['block', 'bar', 'underline']).default('block'),
  'terminal.cursorBlink': z.boolean().default(false),
  'terminal.copyOnSelect': z.boolean().default(false),
  'terminal.gpu': z.boolean().default(true),
  'terminal.screenReader': z.boolean().default(false),
  'languages.checkWholeProject': z.boolean().default(true),
  'languages.updateImportsOnMove': z.enum(['ask', 'always', 'never']).default('ask'),
  'languages.servers': z.array(LanguageServerSetting).max(50).default([]),
  'git.path': z.string().default('git'),
  'scm.diffDecorations': z.enum(['all', 'none']).default('all'),
  'git.gutterBase': z.enum(['staged', 'lastCommit']).default('staged'),
  'git.blame.editorDecoration.enabled': z.boolean().default(false),
  'assistant.contextTokens': z.number().int().min(2000).max(1_000_000).default(16_000),
  'assistant.messagesPerMinute': z.number().int().min(1).max(1000).default(10),
  'assistant.messagesPerDay': z.number().int().min(1).max(100_000).default(100),
  /** US dollars; 0 is no cap. */
  'assistant.dailyCap': z.number().min(0).max(100_000).default(0),
  'assistant.inlineCompletion': z.boolean().default(false),
  'assistant.findLocalServers': z.boolean().default(true),
  'assistant.usageInStatusBar': z.boolean().default(true),
  'cloud.server': z
    .string()
    .max(300)
    .refine((text) => text === '' || isServerAddress(text), {
      error: 'Give an address like https://cloud.example; http only on your own network.',
    })
    .default(''),
});
export type Settings = z.infer<typeof Settings>;
export type SettingKey = keyof Settings;

export const settingNotes: { readonly [K in SettingKey]: SettingNote } = {
  'editor.fontSize': { section: 'Editor', title: 'Font size', description: 'Size of code in pixels.' },
  'editor.fontFamily': {
    section: 'Editor',
    title: 'Font family',
    description: 'Font of code. Empty takes JetBrains Mono, which comes with FlashFusion.',
  },
  'editor.tabSize': { section: 'Editor', title: 'Tab size', description: 'Columns that a tab stands for.' },
  'editor.insertSpaces': { section: 'Editor', title: 'Insert spaces', description: 'Tab inserts spaces.' },
  'editor.detectIndentation': {
    section: 'Editor',
    title: 'Detect indentation',
    description: 'Take tab size and spaces from the file when it opens.',
  },
  'editor.wordWrap': { section: 'Editor', title: 'Word wrap', description: 'Wrap long lines at the edge of the view.' },
  'editor.minimap': {
    section: 'Editor',
    title: 'Minimap',
    description: 'A small picture of the file at its right edge.',
  },
  'editor.stickyScroll': {
    section: 'Editor',
    title: 'Sticky scroll',
    description: 'Keep the lines that enclose the view at its top.',
  },
  'editor.lineNumbers': { section: 'Editor', title: 'Line numbers', description: 'Numbers beside the lines.' },
  'editor.renderWhitespace': {
    section: 'Editor',
    title: 'Show whitespace',
    description: 'Where spaces and tabs are drawn.',
  },
  'editor.bracketPairColorization': {
    section: 'Editor',
    title: 'Bracket colours',
    description: 'Give matching brackets a colour of their own.',
  },
  'editor.fontLigatures': {
    section: 'Editor',
    title: 'Ligatures',
    description: 'Draw arrows and comparisons as one sign.',
  },
  'editor.formatOnSave': {
    section: 'Editor',
    title: 'Format on save',
    description: 'Format the file when it is saved, with the Prettier or Biome of the project where it has one.',
  },
  'editor.codeActionsOnSave': {
    section: 'Editor',
    title: 'Tidy on save',
    description: 'Fix what can be fixed by itself, organise imports, or both, when a file is saved.',
  },
  'editor.inlayHints': {
    section: 'Editor',
    title: 'Inlay hints',
    description: 'Show names of parameters and inferred types between the code.',
  },
  'editor.semanticHighlighting': {
    section: 'Editor',
    title: 'Colours by meaning',
    description: 'Colour names by what they stand for, where a language server knows.',
  },
  'editor.rulers': {
    section: 'Editor',
    title: 'Rulers',
    description: 'Columns at which a vertical line is drawn.',
  },
  'files.autoSave': {
    section: 'Files',
    title: 'Autosave',
    description: 'Save by itself after a delay, or when the focus leaves the editor.',
  },
  'files.autoSaveDelay': {
    section: 'Files',
    title: 'Autosave delay',
    description: 'Milliseconds after the last change.',
  },
  'files.encoding': { section: 'Files', title: 'Encoding', description: 'Encoding of new files.' },
  'files.lineEnd': {
    section: 'Files',
    title: 'Line ends',
    description: 'Line ends of new files. Auto takes what the system uses.',
  },
  'files.insertFinalNewline': {
    section: 'Files',
    title: 'Final newline',
    description: 'End the file with a line end when it is saved.',
  },
  'files.trimTrailingWhitespace': {
    section: 'Files',
    title: 'Trim trailing spaces',
    description: 'Remove spaces at the ends of lines on save.',
  },
  'files.largeFileMegabytes': {
    section: 'Files',
    title: 'Large file',
    description: 'From this size in megabytes on, colouring and folding are off so that typing stays quick.',
  },
  'explorer.autoReveal': {
    section: 'Explorer',
    title: 'Reveal the open file',
    description: 'Select the file of the current tab in the tree.',
  },
  'explorer.confirmDelete': {
    section: 'Explorer',
    title: 'Ask before moving to the trash',
    description: 'Without it, the notice that follows offers undo.',
  },
  'explorer.showIgnored': {
    section: 'Explorer',
    title: 'Show ignored files',
    description: 'Files that .gitignore names are shown dimmed; off hides them.',
  },
  'workbench.theme': {
    section: 'Workbench',
    title: 'Theme',
    description: 'System follows the desktop, high contrast included.',
  },
  'workbench.language': {
    section: 'Workbench',
    title: 'Language',
    description:
      'Language of the interface. System follows the desktop, or the browser. Windows show it once they are loaded again.',
    userOnly: true,
  },
  'workbench.previewTabs': {
    section: 'Workbench',
    title: 'Preview tabs',
    description: 'One click opens a file in a tab that the next one reuses.',
  },
  'terminal.shell': {
    section: 'Terminal',
    title: 'Shell',
    description: 'Path of the shell that new terminals run. Empty takes the one of your account.',
    executable: true,
  },
  'terminal.shellIntegration': {
    section: 'Terminal',
    title: 'Shell integration',
    description: 'Mark commands and follow the folder in bash and zsh. Your own start-up files are read as always.',
  },
  'terminal.fontSize': { section: 'Terminal', title: 'Font size', description: 'Size of terminal text in pixels.' },
  'terminal.fontFamily': {
    section: 'Terminal',
    title: 'Font family',
    description: 'Font of terminals. Empty takes the font of code.',
  },
  'terminal.lineHeight': {
    section: 'Terminal',
    title: 'Line height',
    description: 'Height of a line in heights of the font.',
  },
  'terminal.scrollback': {
    section: 'Terminal',
    title: 'Scrollback',
    description: 'Lines that are kept above what is shown.',
  },
  'terminal.cursorStyle': { section: 'Terminal', title: 'Cursor', description: 'Shape of the cursor.' },
  'terminal.cursorBlink': {
    section: 'Terminal',
    title: 'Blinking cursor',
    description: 'Blink while the terminal has the focus.',
  },
  'terminal.copyOnSelect': {
    section: 'Terminal',
    title: 'Copy on select',
    description: 'Copy text as soon as it is selected.',
  },
  'terminal.gpu': {
    section: 'Terminal',
    title: 'Draw with the graphics card',
    description: 'Quicker where it works. Off draws terminals as page elements.',
  },
  'terminal.screenReader': {
    section: 'Terminal',
    title: 'Screen reader mode',
    description: 'Read out what is written, and let a screen reader go through the lines.',
  },
  'languages.checkWholeProject': {
    section: 'Languages',
    title: 'Check the whole project',
    description: 'Show problems of files that are not open too.',
  },
  'languages.updateImportsOnMove': {
    section: 'Languages',
    title: 'Update imports on move',
    description: 'When a file is renamed or moved, change the imports that lead to it.',
  },
  'languages.servers': {
    section: 'Languages',
    title: 'Language servers',
    description: 'Further language servers: each with a name, a command, its arguments and the languages it serves.',
    executable: true,
  },
  'git.path': { section: 'Git', title: 'Git program', description: 'Name or path of git.', executable: true },
  'scm.diffDecorations': {
    section: 'Git',
    title: 'Marks beside the lines',
    description: 'Show beside the lines what was added, changed and deleted.',
  },
  'git.gutterBase': {
    section: 'Git',
    title: 'Marks compare with',
    description: 'What is staged, or the last commit.',
  },
  'git.blame.editorDecoration.enabled': {
    section: 'Git',
    title: 'Author at the cursor',
    description: 'Say at the end of the line who wrote it, when, and why.',
  },
  'assistant.contextTokens': {
    section: 'Assistant',
    title: 'Context in tokens',
    description: 'What is sent with a question is never more than this: instructions, files and earlier messages.',
    userOnly: true,
  },
  'assistant.messagesPerMinute': {
    section: 'Assistant',
    title: 'Messages a minute',
    description: 'More than these wait until the minute is over.',
    userOnly: true,
  },
  'assistant.messagesPerDay': {
    section: 'Assistant',
    title: 'Messages a day',
    description: 'Nothing is sent to a model after these until midnight.',
    userOnly: true,
  },
  'assistant.dailyCap': {
    section: 'Assistant',
    title: 'Cost cap a day',
    description: 'Nothing is sent to a model once the day has cost this much. 0 is no cap.',
    userOnly: true,
  },
  'assistant.inlineCompletion': {
    section: 'Assistant',
    title: 'Suggest as you type',
    description: 'Ask the model what could come at the cursor. The text around it is sent.',
    userOnly: true,
  },
  'assistant.findLocalServers': {
    section: 'Assistant',
    title: 'Look for models on this machine',
    description: 'Ask the ports of Ollama, LM Studio and llama.cpp whether one of them runs.',
    userOnly: true,
  },
  'assistant.usageInStatusBar': {
    section: 'Assistant',
    title: 'Usage in the status bar',
    description: "Show today's cost, or its tokens where nothing costs money.",
    userOnly: true,
  },
  'cloud.server': {
    section: 'Cloud',
    title: 'Server',
    description:
      'Address of the cloud server for accounts and sessions. Empty runs one on this machine when it is needed.',
    userOnly: true,
  },
};

/** The value of every setting when nobody has set anything. */
export const defaultSettings: Settings = Settings.parse({});

/** One problem in a settings file, in words a person can act on. */
export const SettingsProblem = z.object({
  /** Whose settings it is in, or the user's keybindings. */
  scope: z.enum(['user', 'project', 'keybindings']),
  key: z.string().nullable(),
  message: z.string(),
});
export type SettingsProblem = z.infer<typeof SettingsProblem>;

/** Settings as one window needs them: what counts now, who set it, and what is wrong in the files. */
export const SettingsSnapshot = z.object({
  effective: Settings,
  user: z.record(z.string(), z.unknown()),
  project: z.record(z.string(), z.unknown()),
  problems: z.array(SettingsProblem),
  /** The user's keybindings, as in `keybindings.json`: later entries win, a command of `-name` removes one. */
  keybindings: z.array(UserKeybinding),
});
export type SettingsSnapshot = z.infer<typeof SettingsSnapshot>;
