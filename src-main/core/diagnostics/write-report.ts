import type { WindowFacts } from '../../../contract/desktop/diagnostics.ts';
import type { SettingsSnapshot } from '../../../contract/model/settings.ts';
import type { DatabaseHealth } from '../database/index.ts';
import type { ProjectMeasure } from './measure-project.ts';

/** Everything that a report tells, before anything is taken out of it. */
export interface ReportFacts {
  /** ISO 8601, to the minute. */
  readonly time: string;
  readonly version: string;
  readonly node: string;
  readonly system: string;
  readonly processors: number;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly free: number; readonly core: number };
  /** Seconds since Core started. */
  readonly uptime: number;
  readonly settings: SettingsSnapshot;
  readonly database: DatabaseHealth;
  readonly project: (ProjectMeasure & { readonly trusted: boolean }) | null;
  readonly window: WindowFacts;
  readonly coreLog: readonly string[];
  readonly shellLog: readonly string[];
}

/** The report as Markdown, for people to read before they pass it on. */
export function writeReport(facts: ReportFacts): string {
  const { settings, database, project, window, memory } = facts;
  return [
    '# FlashFusion diagnostics',
    '',
    'Made on this machine and sent nowhere. Keys, tokens, addresses with credentials, names of people, of this machine and of',
    'folders were taken out. Read it before you pass it on, and delete what you want to keep to yourself.',
    '',
    ...section('Versions and system', [
      `- Made at: ${facts.time}`,
      `- FlashFusion: ${facts.version}`,
      `- Node: ${facts.node}`,
      `- Page: ${window.browser}`,
      `- System: ${facts.system}`,
      `- Processors: ${facts.processors}`,
      `- Memory: ${bytes(memory.free)} free of ${bytes(memory.total)}; background process ${bytes(memory.core)}`,
      `- Background process running for: ${Math.round(facts.uptime)} s`,
    ]),
    ...section('Window', [
      `- Language: ${window.language}`,
      `- Screen: ${window.screen}`,
      `- Theme: ${window.theme}`,
      `- Zoom: ${window.zoomPercent} %`,
      `- Open documents: ${window.openDocuments}, unsaved: ${window.unsavedDocuments}`,
      `- Commands: ${window.commands}`,
    ]),
    ...section('Settings that differ from the default', [
      ...listSettings('user', settings.user),
      ...listSettings('project', settings.project),
      `- Own keybindings: ${settings.keybindings.length}`,
      ...settings.problems.map(({ scope, message }) => `- Problem (${scope}): ${message}`),
    ]),
    ...section('Database', [
      `- Kept: ${database.location === 'disk' ? 'on disk' : 'in memory only'}`,
      `- Check: ${database.check}`,
      `- Size: ${bytes(database.size)}, write-ahead log ${bytes(database.logSize)}`,
      `- Last good copy: ${database.copiedAt === null ? 'none yet' : new Date(database.copiedAt).toISOString()}`,
      `- Rows: ${database.rows.map(({ table, count }) => `${table} ${count}`).join(', ')}`,
      ...database.notices.map((notice) => `- Notice: ${notice}`),
    ]),
    ...section(
      'Open project',
      project === null
        ? ['No project is open.']
        : [
            `- Files: ${project.truncated ? 'more than ' : ''}${project.files} in ${project.folders} folders, without .git and node_modules`,
            `- Size: ${bytes(project.size)}, largest file ${bytes(project.largestFile)}`,
            `- Trusted: ${project.trusted ? 'yes' : 'no'}`,
          ],
    ),
    ...section(
      'Performance marks',
      window.marks.length === 0 ? ['None.'] : window.marks.map(({ name, at }) => `- ${name}: ${at.toFixed(1)} ms`),
    ),
    ...section(
      'Errors shown in this window',
      window.errors.length === 0 ? ['None.'] : window.errors.map((error) => `- ${oneLine(error)}`),
    ),
    ...section('Log of the background process, last lines', block(facts.coreLog)),
    ...section('Log of the app, last lines', block(facts.shellLog)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, '', ...lines, ''];
}

function listSettings(scope: string, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([key, value]) => `- ${key} (${scope}): \`${JSON.stringify(value)}\``);
}

function block(lines: readonly string[]): string[] {
  if (lines.length === 0) return ['Empty.'];
  return ['```text', ...lines.map((line) => line.replaceAll('```', "'''")), '```'];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit += 1) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
