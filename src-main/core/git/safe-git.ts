import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SimpleGit } from 'simple-git';

/** Transports that git knows. In a restricted folder none is used: with them go ssh commands, proxies and helpers. */
const transports = ['ext', 'fd', 'file', 'git', 'http', 'https', 'ssh'];

/**
 * Settings that keep git from running anything that a repository names: hooks, a file system monitor, signing programs,
 * maintenance, transports. What a repository can only name under its own word (filters, configured hooks) is added by
 * `neutralSettings`.
 */
export const restrictedSettings: readonly (readonly [key: string, value: string])[] = [
  ['core.hooksPath', process.platform === 'win32' ? 'NUL' : '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['log.showSignature', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['protocol.allow', 'never'],
  ...transports.map((name) => [`protocol.${name}.allow`, 'never'] as const),
];

/** To be given to every `diff`, `show` and `log` in a restricted folder: its own diff programs stay out. */
export const restrictedDiffArguments: readonly string[] = ['--no-ext-diff', '--no-textconv'];

/** Settings that switch off what a repository's own configuration, given as its keys, would run. */
export function neutralSettings(keys: readonly string[]): [key: string, value: string][] {
  return keys.flatMap((key): [string, string][] => {
    const [, section, subsection, variable] = /^([^.]+)\.(.*)\.([^.]+)$/s.exec(key) ?? [];
    switch (`${section}.${variable}`) {
      case 'filter.clean':
      case 'filter.smudge':
      case 'filter.process':
        return [[key, '']];
      case 'filter.required':
        return [[key, 'false']];
      case 'hook.command':
      case 'hook.event':
        return [[`hook.${subsection}.enabled`, 'false']];
      case 'merge.driver':
        return [[key, 'false']];
      default:
        return [];
    }
  });
}

/** The environment of git: nothing inherited that redirects it, no question at a terminal that nobody sees. */
export function gitEnvironment(inherited: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !redirectsGit(entry[0]),
  );
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

function redirectsGit(name: string): boolean {
  const upper = name.toUpperCase();
  if (/^GIT_(AUTHOR|COMMITTER)_/.test(upper)) return false;
  return upper.startsWith('GIT_') || ['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'SSH_ASKPASS'].includes(upper);
}

interface SafeGitOptions {
  readonly folder: string;
  readonly trusted: boolean;
  /** The name or path of git. */
  readonly program?: string;
  readonly signal?: AbortSignal;
}

/**
 * The environment for git in one folder. In a folder that is not trusted it holds `restrictedSettings`, so that nothing that
 * the repository brings along is executed and nothing goes over the network.
 */
export async function safeGitEnvironment(options: SafeGitOptions): Promise<Record<string, string>> {
  if (options.trusted) return environmentWith([]);
  // Listing the configuration runs none of it.
  const listed = await promisify(execFile)(
    options.program ?? 'git',
    ['config', '--list', '--name-only', '-z', '--includes'],
    { cwd: options.folder, env: environmentWith([]), signal: options.signal, maxBuffer: 16 * 1024 * 1024 },
  ).catch(() => ({ stdout: '' }));
  return environmentWith([...restrictedSettings, ...neutralSettings([...new Set(listed.stdout.split('\0'))])]);
}

/** Git for one folder, in the environment that `safeGitEnvironment` makes. */
export async function createGit(options: SafeGitOptions): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  const environment = await safeGitEnvironment(options);
  return simpleGit({
    baseDir: options.folder,
    binary: options.program ?? 'git',
    abort: options.signal,
    allowEnvironment: Object.keys(environment),
    // Every argument and setting here is ours; none comes from a repository or a window.
    unsafe: {
      allowUnsafeCustomBinary: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeFilter: true,
      allowUnsafeMergeDriver: true,
      allowUnsafeProtocolOverride: true,
    },
  }).env(environment);
}

function environmentWith(settings: readonly (readonly [string, string])[]): Record<string, string> {
  // The environment carries any key as it is; on the command line one with "=" in its name would be read as another.
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    ...gitEnvironment(process.env),
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(entries),
  };
}
