import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchedFile, SearchQuery } from '../../../../contract/desktop/search.ts';
import { decodeSearchedFiles } from '../../../../contract/desktop/searched-files.ts';
import { createProcessRegister } from '../../../../src-main/core/processes/index.ts';
import { createSearchService } from '../../../../src-main/core/search/index.ts';
import { projectId, startFiles } from '../files/files-fixture.ts';

export const plainQuery: SearchQuery = {
  text: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
  include: [],
  exclude: [],
  useIgnoreRules: true,
};

/** A search service over a files service on a real folder. */
export function startSearch() {
  const files = startFiles();
  const register = createProcessRegister();
  let started = 0;
  const start = () =>
    createSearchService({
      resolveRoot: () => files.root,
      undoFolder: join(files.work, 'undo', 'replace'),
      registerChild(name, child) {
        started += 1;
        return register.register(name, child);
      },
      rewrite: files.service.rewrite,
    });
  const search = start();

  async function find(
    change: Partial<SearchQuery>,
    options: { limit?: number; unsaved?: { path: string; text: string }[]; signal?: AbortSignal } = {},
  ) {
    const { limit = 20_000, unsaved = [], signal } = options;
    const query = { ...plainQuery, ...change };
    const found: SearchedFile[] = [];
    let searchedAt = 0;
    let searchedFiles = 0;
    let limited = false;
    for await (const part of search.run({ projectId, query, limit, unsaved }, signal)) {
      if (part.type === 'started') searchedAt = part.searchedAt;
      else if (part.type === 'found') found.push(...decodeSearchedFiles(part.files));
      else ({ searchedFiles, limited } = part);
    }
    found.sort((one, other) => (one.path < other.path ? -1 : 1));
    return { found, searchedAt, searchedFiles, limited };
  }

  /** Replaces everything that was found by one text. */
  async function replace(searched: { found: readonly SearchedFile[]; searchedAt: number }, text: string) {
    const undoId = randomUUID();
    const request = {
      projectId,
      undoId,
      searchedAt: searched.searchedAt,
      files: searched.found.map(({ path, matches }) => ({
        path,
        version: null,
        edits: matches.map(({ line, column, endLine, endColumn, text: expected }) => ({
          line,
          column,
          endLine,
          endColumn,
          expected,
          text,
        })),
      })),
    };
    const { outcomes } = await search.replace(request);
    return { outcomes, undoId };
  }

  return {
    ...files,
    search,
    /** The service as the next start makes it, on the same folders. */
    again: start,
    register,
    /** How many programs have been started, ended ones included. */
    started: () => started,
    find,
    replace,
    /** "path:line:column text" of everything found. */
    async places(change: Partial<SearchQuery>, unsaved: { path: string; text: string }[] = []) {
      const { found } = await find(change, { unsaved });
      return found.flatMap(({ path, matches }) =>
        matches.map(({ line, column, text }) => `${path}:${line}:${column} ${text}`),
      );
    },
    bytes: (path: string) => readFileSync(join(files.root, path)),
    records: () => {
      try {
        return readdirSync(join(files.work, 'undo', 'replace'));
      } catch {
        return [];
      }
    },
  };
}
