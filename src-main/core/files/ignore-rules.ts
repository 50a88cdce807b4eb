import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { hasErrorCode } from './file-errors.ts';

const maximumRemembered = 2000;
/** Git itself reads no larger ones with pleasure; what is beyond is not a list of rules. */
const maximumRulesSize = 1024 * 1024;

/** The rules of one file, as far as they can be asked about paths. */
interface RuleFile {
  readonly matcher: Ignore;
  /** Whether a path could match at all; much cheaper than the matcher. */
  readonly mayMatch: (path: string) => boolean;
}

/** A rule file and where it stands: its rules see paths relative to that folder. */
interface Level {
  readonly rules: RuleFile;
  /** What comes before an entry's name in the path that the rules see: '' or ending with a slash. */
  readonly prefix: string;
}

/** The rules for the entries of one folder, nearest first. */
export interface FolderRules {
  /** The folder is ignored, and so is everything in it. */
  readonly ignored: boolean;
  readonly levels: readonly Level[];
  /** Rules of other kinds: what any of them hides is ignored, whatever the others say. */
  readonly also?: readonly FolderRules[];
}

/** Whether an entry of a folder is ignored. Links count as files, as git counts them. */
export function isIgnored(rules: FolderRules, name: string, kind: 'file' | 'folder'): boolean {
  if (rules.ignored || rules.also?.some((each) => isIgnored(each, name, kind))) return true;
  for (const { rules: file, prefix } of rules.levels) {
    const path = prefix + name;
    if (!file.mayMatch(path)) continue;
    const { ignored, unignored } = file.matcher.test(kind === 'folder' ? `${path}/` : path);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** Ignore rules of a project at one moment. */
export interface IgnoreLookup {
  rulesFor(path: string): Promise<FolderRules>;
}

export interface IgnoreRules {
  /** `root` is the project's folder. Rule files that changed since are read again. */
  look(root: string): IgnoreLookup;
}

interface IgnoreRulesOptions {
  /** The name of the rule files. Only with Git's own the repository's `.git/info/exclude` counts too. */
  readonly fileName?: string;
  /** Git's rules for all repositories of this person count, too, and rule files in all folders above a project that is in none. */
  readonly everywhere?: boolean;
}

/**
 * Everything that a listing by ripgrep leaves out (`listPaths`): git's rules, with those for all of this person's repositories, and
 * `.ignore` and `.rgignore`. What one of them hides no other one shows.
 */
export function createListingRules(platform: NodeJS.Platform = process.platform): IgnoreRules {
  const [git, ...others] = ['.gitignore', '.ignore', '.rgignore'].map((fileName) =>
    createIgnoreRules(platform, { fileName, everywhere: true }),
  );
  return {
    look(root) {
      const first = git?.look(root);
      const rest = others.map((each) => each.look(root));
      return {
        async rulesFor(path) {
          const rules = (await first?.rulesFor(path)) ?? { ignored: false, levels: [] };
          return { ...rules, also: await Promise.all(rest.map((each) => each.rulesFor(path))) };
        },
      };
    },
  };
}

/** Reads `.gitignore` files, from the top of the repository down, and `.git/info/exclude`. */
export function createIgnoreRules(
  platform: NodeJS.Platform = process.platform,
  { fileName = '.gitignore', everywhere = false }: IgnoreRulesOptions = {},
): IgnoreRules {
  const files = new Map<string, { readonly state: string; readonly rules: RuleFile | null }>();
  const ignoreCase = platform === 'win32' || platform === 'darwin';

  async function readRules(path: string): Promise<RuleFile | null> {
    try {
      const stats = await stat(path, { bigint: true });
      const state = `${stats.mtimeNs}-${stats.size}-${stats.ino}`;
      const known = files.get(path);
      if (known?.state === state) return known.rules;
      const usable = stats.isFile() && stats.size <= maximumRulesSize;
      const rules = usable ? parseRules(await readFile(path, 'utf8'), ignoreCase) : null;
      files.set(path, { state, rules });
      if (files.size > maximumRemembered) files.delete(files.keys().next().value ?? path);
      return rules;
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) return null;
      throw error;
    }
  }

  function look(root: string): IgnoreLookup {
    const memory = new Map<string, Promise<FolderRules>>();

    async function rulesAtRoot(): Promise<FolderRules> {
      const git = fileName === '.gitignore';
      const repository = git || !everywhere ? await findRepository(root) : null;
      const top = repository ?? (everywhere ? parse(root).root : root);
      const exclude = git ? await readRules(join(top, '.git', 'info', 'exclude')) : null;
      const personal = git && everywhere ? await readRules(await personalExcludes()) : null;
      const general = [exclude, personal].flatMap((each) => (each ? [{ rules: each, prefix: '' }] : []));
      let rules = withOwnFile({ ignored: false, levels: general }, await readRules(join(top, fileName)));
      let folder = top;
      for (const name of relative(top, root).split(sep).filter(Boolean)) {
        folder = join(folder, name);
        rules = await enter(rules, name, folder);
        // A folder that somebody opens is listed, whatever is said outside of a repository of the folders that it is in.
        if (rules.ignored && repository === null) rules = withOwnFile(noRules, await readRules(join(folder, fileName)));
      }
      // Git reads the personal ones from the repository's top, ripgrep from where it lists.
      return personal && top !== root
        ? { ...rules, levels: [...rules.levels, { rules: personal, prefix: '' }] }
        : rules;
    }

    async function enter(parent: FolderRules, name: string, folder: string): Promise<FolderRules> {
      if (isIgnored(parent, name, 'folder')) return { ignored: true, levels: [] };
      const levels = parent.levels
        // Rules that another level overruled for this folder would still say so of everything in it.
        .filter(({ rules, prefix }) => !rules.matcher.test(`${prefix}${name}/`).ignored)
        .map(({ rules, prefix }) => ({ rules, prefix: `${prefix}${name}/` }));
      return withOwnFile({ ignored: false, levels }, await readRules(join(folder, fileName)));
    }

    async function compute(path: string): Promise<FolderRules> {
      if (path === '') return rulesAtRoot();
      const slash = path.lastIndexOf('/');
      const parent = await rulesFor(slash < 0 ? '' : path.slice(0, slash));
      return enter(parent, path.slice(slash + 1), join(root, ...path.split('/')));
    }

    function rulesFor(path: string): Promise<FolderRules> {
      const known = memory.get(path);
      if (known) return known;
      const rules = compute(path);
      memory.set(path, rules);
      return rules;
    }

    return { rulesFor };
  }

  return { look };
}

function withOwnFile(rules: FolderRules, own: RuleFile | null): FolderRules {
  return own ? { ...rules, levels: [{ rules: own, prefix: '' }, ...rules.levels] } : rules;
}

/** The folder that holds the repository a project is in, with `.git`; null where it is in none. */
async function findRepository(root: string): Promise<string | null> {
  for (let folder = root; ; folder = dirname(folder)) {
    const found = await stat(join(folder, '.git')).catch(() => null);
    if (found) return folder;
    if (dirname(folder) === folder) return null;
  }
}

const noRules: FolderRules = { ignored: false, levels: [] };

/** Where somebody's ignore rules for all their repositories are, as ripgrep finds it. */
async function personalExcludes(): Promise<string> {
  const { XDG_CONFIG_HOME: configured } = process.env;
  const git = join(configured || join(homedir(), '.config'), 'git');
  for (const config of [join(homedir(), '.gitconfig'), join(git, 'config')]) {
    const text = await readFile(config, 'utf8').catch(() => '');
    const [, path] = /^\s*excludesfile\s*=\s*"?\s*(\S+?)\s*"?\s*$/im.exec(text) ?? [];
    if (path !== undefined) return path.replace(/^~(?=$|[\\/])/, homedir());
  }
  return join(git, 'ignore');
}

function parseRules(text: string, ignoreCase: boolean): RuleFile | null {
  const patterns = text
    .replace(/^\u{feff}/u, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (patterns.length === 0) return null;
  const matcher = ignore({ ignoreCase, allowRelativePaths: true }).add(patterns);
  const literals = patterns.map(longestLiteral);
  if (literals.includes('')) return { matcher, mayMatch: () => true };
  const anyLiteral = new RegExp(literals.map(escapeForPattern).join('|'), ignoreCase ? 'i' : '');
  return { matcher, mayMatch: (path) => anyLiteral.test(path) };
}

/** The longest text that every path a pattern matches must hold. */
export function longestLiteral(pattern: string): string {
  const [plain = ''] = pattern.replace(/^!/, '').split('[');
  const runs = plain.split(/[*?\\/]|\s+$/);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

function escapeForPattern(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
