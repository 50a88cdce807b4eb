import { isInGitFolder, plainName } from '../../../../contract/model/git-folder.ts';
import { t } from '../../../../localization/index.ts';

const editorFolders = new Set(['.vscode', '.idea', '.zed', '.cursor', '.fleet', '.flashfusion', '.devcontainer']);
const hookFolders = new Set(['.husky', '.githooks', '.lefthook']);
const gitFiles = new Set(['.gitattributes', '.gitmodules', '.gitconfig', '.git-blame-ignore-revs']);
const packageSettings = new Set([
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
  'pnpm-workspace.yaml',
  'bunfig.toml',
]);
const pipelineFolders = new Set(['.circleci', '.buildkite', '.woodpecker', '.teamcity', '.forgejo', '.gitea']);
const pipelineFile =
  /^(?:\.gitlab-ci|\.travis|\.drone|\.woodpecker|\.cirrus|\.appveyor|appveyor|azure-pipelines|bitbucket-pipelines|buildspec|cloudbuild|codefresh|wercker)(?:[.-][\w.-]+)?\.ya?ml$|^jenkinsfile(?:\..+)?$/;

/**
 * Why a person is asked each time before a file is changed, made, moved or removed; null for all others. `before` and `after` are its texts, null where
 * there is none: of `package.json` only what is run of it counts.
 */
export function protectionOf(path: string, before: string | null, after: string | null): string | null {
  const parts = path.split('/').map(plainName);
  const name = parts.at(-1) ?? '';
  const folders = parts.slice(0, -1);
  if (isInGitFolder(path)) return t('Git itself works with this file.');
  if (parts.some((part) => hookFolders.has(part)) || /^\.?(?:lefthook|pre-commit-config)\.ya?ml$/.test(name)) {
    return t('Git runs what this file says.');
  }
  if (gitFiles.has(name)) return t('Git goes by this file.');
  if (isPipeline(folders, name)) return t('Servers run what this file says.');
  if (folders.some((part) => editorFolders.has(part)) || /\.code-workspace$/.test(name) || name === '.editorconfig') {
    return t('This file holds settings of an editor.');
  }
  if (/^\.[\w-]*ignore$/.test(name)) return t('This file says what others leave alone, the assistant among them.');
  if (/^\.env(?:\..+)?$/.test(name) || name === '.envrc') return t('Files of this name usually hold secrets.');
  if (packageSettings.has(name)) return t('Package managers go by this file.');
  if (name === 'package.json' && runsOtherThings(before, after))
    return t('This changes what the scripts of the package run.');
  return null;
}

function isPipeline(folders: readonly string[], name: string): boolean {
  if (folders.some((part) => pipelineFolders.has(part))) return true;
  const github = folders.indexOf('.github');
  if (github >= 0 && ['workflows', 'actions'].includes(folders[github + 1] ?? '')) return true;
  return pipelineFile.test(name);
}

const runs = ['scripts', 'bin', 'husky', 'lint-staged', 'simple-git-hooks', 'pre-commit', 'gitHooks', 'nano-staged'];

function runsOtherThings(before: string | null, after: string | null): boolean {
  if (after === null) return false;
  const now = runPart(after);
  const then = before === null ? {} : runPart(before);
  return now === null || then === null || JSON.stringify(now) !== JSON.stringify(then);
}

/** What is run of a package.json; null when it cannot be read, so that nobody knows. */
function runPart(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    return Object.fromEntries(Object.entries(parsed).filter(([key]) => runs.includes(key)));
  } catch {
    return null;
  }
}
