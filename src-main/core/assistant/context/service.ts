import { basename } from 'node:path';
import type { ContextManifest } from '../../../../contract/model/chat.ts';
import type { EventHub } from '../../events/index.ts';
import type { RunGit } from '../../git/index.ts';
import { boundContext } from './build/bounds.ts';
import { type BuildSources, buildContext } from './build/build-context.ts';
import { findQuestion, partsOfFound } from './build/find-parts.ts';
import { listFolder } from './build/list-folder.ts';
import { readDiff } from './build/read-diff.ts';
import { createHistoryReader } from './build/read-history.ts';
import type { BuiltContext, ContextRequest } from './build/request.ts';
import { createGateRules, type Gate, openGate } from './gate/gate.ts';
import { createContextIndex } from './index/context-index.ts';
import type { FoundInProject } from './index/find-in-project.ts';
import { createTokenCounter } from './tokens/token-counter.ts';

export interface ContextDependencies {
  /** Fails with PROJECT_NOT_FOUND. */
  readonly resolveProject: (projectId: string) => { readonly path: string; readonly name: string };
  /** The setting `assistant.contextTokens`. */
  readonly contextTokens: (projectId: string) => Promise<number>;
  /** Git in a project's folder that runs nothing which the folder brings along. */
  readonly git: (projectId: string) => Promise<RunGit>;
  /** Where indexes of projects are kept; each is a file that can be made anew. */
  readonly indexFolder: string;
  /** Tells of changed files. Without it an index notices them when it is opened. */
  readonly events?: Pick<EventHub, 'listen'>;
  /** Files that were opened in a project, the last one first. */
  readonly recentPaths?: (projectId: string) => readonly string[];
  readonly onFailed?: (error: unknown, where: string) => void;
}

/** Chooses what a model is told about a project, and keeps back what must not leave. */
export interface ContextService {
  /** What is sent for a question. Fails with PROJECT_NOT_FOUND, or with the signal's reason. */
  build(request: ContextRequest): Promise<BuiltContext>;
  /** The same without the messages: what would be sent. */
  preview(request: ContextRequest): Promise<ContextManifest>;
  /** The way out for a project's files, with the rules as they are now; make one for each answer of a tool. */
  gate(projectId: string): Gate;
  /** Files and chunks by their rank for a question, with the reasons; for looking into, nothing of it leaves. */
  rank(request: ContextRequest): Promise<FoundInProject>;
  /** Begins with a project's index in the background. */
  openIndex(projectId: string): Promise<void>;
  /** Resolves when a project's index is complete. */
  indexSettled(projectId: string): Promise<void>;
  /** Tokens of a text, by the tokenizer of today's OpenAI models. */
  countTokens(text: string): Promise<number>;
  dispose(): Promise<void>;
}

export function createContextService(dependencies: ContextDependencies): ContextService {
  const { resolveProject, contextTokens, git, recentPaths = () => [], onFailed = () => {} } = dependencies;
  const rules = createGateRules();
  const counter = createTokenCounter();
  const index = createContextIndex(dependencies.indexFolder);
  const listening = dependencies.events?.listen((event) => {
    if (event.type !== 'files.changed') return;
    try {
      index.changed(resolveProject(event.projectId).path, event.changes, event.rescan);
    } catch {
      // The project has gone from the list; its index is looked at again when it is back.
    }
  });

  const history = createHistoryReader(git);

  async function rank(request: ContextRequest): Promise<FoundInProject> {
    const { projectId } = request;
    const question = findQuestion(request, recentPaths(projectId), await history.read(projectId));
    return index.find(resolveProject(projectId).path, question);
  }

  async function build(request: ContextRequest): Promise<BuiltContext> {
    const { projectId, signal } = request;
    const { path: root, name } = resolveProject(projectId);
    const gate = openGate(root, rules);
    const sources: BuildSources = {
      gate,
      counter,
      projectName: name || basename(root),
      listFolder: (path, most) => listFolder(root, path, gate, most),
      readDiff: async (path) => {
        const run = await git(projectId).catch(() => null);
        return run === null ? { text: '', heldBack: [] } : readDiff(run, gate, path, signal);
      },
      definition: (path, text, { line, endLine, name }) =>
        index.definition(path, text, line, name).catch((error) => {
          onFailed(error, 'assistant.context.definition');
          return { line, endLine };
        }),
      find: async () => {
        try {
          return await partsOfFound(await rank(request), gate, request);
        } catch (error) {
          signal?.throwIfAborted();
          // What somebody named is sent all the same.
          onFailed(error, 'assistant.context.find');
          return { chunks: [], map: null, indexing: true };
        }
      },
    };
    const set = request.budget ?? (await contextTokens(projectId));
    return buildContext(request, boundContext(set, request.contextWindow ?? null), sources);
  }

  return {
    build,
    preview: async (request) => (await build(request)).manifest,
    gate: (projectId) => openGate(resolveProject(projectId).path, rules),
    countTokens: (text) => counter.count(text),
    rank,
    openIndex: (projectId) => index.open(resolveProject(projectId).path),
    indexSettled: (projectId) => index.settled(resolveProject(projectId).path),
    async dispose() {
      listening?.dispose();
      await Promise.all([counter.dispose(), index.dispose()]);
    },
  };
}
