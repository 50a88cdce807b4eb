import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { PaletteEntry, PaletteResult } from './entries.ts';

const limit = 200;
const recentShown = 12;

/** `app.ts:27:4` taken apart into what to look for and where to go in it. Lines and columns count from 1. */
export function splitPlace(text: string): { query: string; line?: number; column?: number } {
  const match = /^(.*?)(?::(\d*)(?::(\d*))?)?$/.exec(text.trim());
  const line = Number(match?.[2] ?? 0);
  const column = Number(match?.[3] ?? 0);
  return {
    query: match?.[1] ?? '',
    ...(line > 0 ? { line } : {}),
    ...(line > 0 && column > 0 ? { column } : {}),
  };
}

/** Files of the project that fit: what was opened last comes first. */
export async function findFiles(services: Services, text: string, signal: AbortSignal): Promise<PaletteResult> {
  const { core, editor, workspace } = services;
  const { project } = workspace.getState();
  if (!project) {
    return {
      entries: [],
      total: 0,
      empty: { title: t('No folder is open'), body: t('Open one to look for its files.') },
    };
  }
  const { query, line, column } = splitPlace(text);
  const { active } = editor.state.getState();
  const toEntry = (path: string, matched: readonly number[], group: string | undefined): PaletteEntry => {
    const nameAt = path.lastIndexOf('/') + 1;
    return {
      key: path,
      label: path.slice(nameAt),
      matched: matched.filter((index) => index >= nameAt).map((index) => index - nameAt),
      description: path.slice(0, Math.max(0, nameAt - 1)),
      fileName: path.slice(nameAt),
      ...(line === undefined
        ? {}
        : { detail: column ? t('line {{line}}, column {{column}}', { line, column }) : t('line {{line}}', { line }) }),
      ...(group === undefined ? {} : { group }),
      choose: ({ toSide }) => editor.open(path, { line, column, toSide }),
    };
  };

  const recent = editor.recent().filter((path) => !path.startsWith('untitled:'));
  const { matches, total } = await core.files.quickOpen({ projectId: project.id, query, limit }, { signal });
  if (query === '') {
    const others = recent.filter((path) => path !== active);
    const listed = [...new Set([...others, ...matches.map(({ path }) => path)])].filter((path) => path !== active);
    const entries = listed
      .slice(0, limit)
      .map((path, index) => toEntry(path, [], index === 0 ? t('Opened last') : undefined));
    return {
      entries,
      total: entries.length,
      empty: { title: t('Nothing has been opened yet'), body: t('Type a part of a name or path.') },
    };
  }
  const best = matches[0]?.score ?? 0;
  const recentRank = new Map(recent.slice(0, recentShown).map((path, index) => [path, index]));
  const opened = matches.filter(({ path, score }) => recentRank.has(path) && score >= best * 0.6);
  const others = matches.filter((match) => !opened.includes(match));
  return {
    entries: [
      ...opened.map(({ path, matched }, index) => toEntry(path, matched, index === 0 ? t('Opened last') : undefined)),
      ...others.map(({ path, matched }, index) =>
        toEntry(path, matched, index === 0 && opened.length > 0 ? t('Files') : undefined),
      ),
    ],
    total: Math.max(total, matches.length),
    empty: {
      title: t('No file fits'),
      body: t('Nothing in {{name}} is called like "{{query}}".', { name: project.name, query }),
    },
  };
}
