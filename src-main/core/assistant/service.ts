import { join } from 'node:path';
import type { Settings } from '../../../contract/model/settings.ts';
import { t } from '../../../localization/index.ts';
import type { CoreDatabase } from '../database/index.ts';
import type { EventHub } from '../events/index.ts';
import type { Secrets } from '../secrets/index.ts';
import { type ContextService, findSecrets, redact } from './context/index.ts';
import type { ConversationRecords } from './conversations/conversation-records.ts';
import { createInlineService } from './inline/service.ts';
import { readLocalPorts } from './models/local-servers.ts';
import { createModelClient } from './models/model-client.ts';
import { modelProblem } from './models/model-problem.ts';
import { createModelsService } from './models/service.ts';
import { createPromptTemplatesService } from './prompt-templates/service.ts';
import { createPrompts } from './prompts.ts';
import { createToolPermissions } from './tools/permissions.ts';
import type { ToolSources } from './tools/ports.ts';
import { createTools } from './tools/service.ts';
import type { TurnEdits } from './turns/ports.ts';
import { createTurnsService } from './turns/service.ts';
import { createUsageService } from './usage/service.ts';

export interface AssistantDependencies {
  readonly database: CoreDatabase;
  readonly secrets: Secrets;
  readonly events: EventHub;
  readonly context: ContextService;
  readonly edits: TurnEdits;
  /** Conversations, which edits know of too. */
  readonly conversations: ConversationRecords;
  readonly toolSources: ToolSources;
  /** Whether models may do anything on their own in a folder. */
  readonly isTrusted: (projectId: string) => boolean;
  readonly settings: () => Promise<Settings>;
  readonly projectName: (projectId: string) => string;
  /** Holds the texts that models are instructed with. */
  readonly promptsFolder: string;
  /** Ports of servers on this machine that were told another one: `ollama=11500`. */
  readonly modelPorts?: string | undefined;
  readonly onFailed: (error: unknown, where: string) => void;
  readonly now?: () => number;
}

export type AssistantService = ReturnType<typeof createAssistantService>;

/** Puts the assistant together: models, conversations, turns, usage, templates, and what is asked in the editor itself. */
export function createAssistantService(dependencies: AssistantDependencies) {
  const { database, secrets, events, context, edits, conversations: records, settings, onFailed } = dependencies;
  const now = dependencies.now ?? Date.now;
  const prompt = createPrompts(join(dependencies.promptsFolder));
  const models = createModelsService({
    database,
    secrets,
    events,
    mayLookForServers: async () => (await settings())['assistant.findLocalServers'],
    localPorts: readLocalPorts(dependencies.modelPorts),
    now,
  });
  const usage = createUsageService({
    database,
    events,
    settings,
    projectName: dependencies.projectName,
    conversationTitle: records.title,
    now,
  });
  const model = createModelClient({ models, usage, countTokens: context.countTokens });
  const tools = createTools({
    sources: dependencies.toolSources,
    permissions: createToolPermissions({ database, now }),
    isTrusted: dependencies.isTrusted,
    onFailed,
  });
  const turns = createTurnsService({
    records,
    model,
    context: { build: context.build, preview: context.preview, countTokens: context.countTokens, redact },
    edits,
    tools,
    prompt,
    events,
    onFailed,
    now,
  });
  const inline = createInlineService({
    model,
    prompt,
    settings,
    secretsOf: async (projectId, path, text) => {
      if (path !== null && (await context.gate(projectId).check(path)) !== null) return null;
      return findSecrets(text);
    },
    heldBack: () => ({
      type: 'done',
      text: '',
      usage: null,
      problem: modelProblem(
        'refused',
        t('This file is kept from models, so nothing was sent. Take it off .gitignore or .aiignore first.'),
      ),
    }),
  });
  const promptTemplates = createPromptTemplatesService({ database, events, now });

  return {
    conversations: records,
    countTokens: context.countTokens,
    inline,
    model,
    models,
    promptTemplates,
    turns,
    usage,
    async dispose() {
      inline.dispose();
      await turns.dispose();
      await context.dispose();
    },
  };
}
