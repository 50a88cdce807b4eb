import { implement } from '@orpc/server';
import { desktopContract } from '../../../contract/desktop/index.ts';
import type { Edits } from './edits/index.ts';
import { createEditsRouter } from './edits/router.ts';
import type { AssistantService } from './service.ts';

const contract = implement(desktopContract.assistant);

/** Serves the `assistant` contract. */
export function createAssistantRouter(assistant: AssistantService, edits: Edits) {
  const { conversations, inline, models, promptTemplates, turns, usage } = assistant;
  return {
    chat: {
      list: contract.chat.list.handler(({ input }) => ({
        conversations: conversations.list(input.projectId, input.search),
      })),
      open: contract.chat.open.handler(({ input }) => conversations.open(input.conversationId)),
      earlier: contract.chat.earlier.handler(({ input }) => ({
        messages: conversations.earlier(input.messageId, input.count),
      })),
      rename: contract.chat.rename.handler(({ input }) => {
        conversations.rename(input.conversationId, input.title, 'person');
        return {};
      }),
      remove: contract.chat.remove.handler(({ input }) => {
        conversations.remove(input.conversationId);
        return {};
      }),
      restore: contract.chat.restore.handler(({ input }) => {
        conversations.restore(input.conversationId);
        return {};
      }),
      showBranch: contract.chat.showBranch.handler(({ input }) => conversations.showBranch(input.messageId)),
      previewContext: contract.chat.previewContext.handler(({ input }) => turns.preview(input)),
      send: contract.chat.send.handler(({ input, signal }) => turns.send(input, signal)),
      retry: contract.chat.retry.handler(({ input, signal }) => turns.retry(input, signal)),
      continue: contract.chat.continue.handler(({ input, signal }) => turns.continue(input, signal)),
      stop: contract.chat.stop.handler(({ input }) => {
        turns.stop(input.messageId);
        return {};
      }),
      allow: contract.chat.allow.handler(({ input }) => {
        turns.allow(input.messageId, input.callId, input.answer);
        return {};
      }),
      countTokens: contract.chat.countTokens.handler(async ({ input }) => ({
        tokens: await assistant.countTokens(input.text),
      })),
    },
    edits: createEditsRouter(edits),
    inline: {
      edit: contract.inline.edit.handler(({ input, signal }) => inline.edit(input, signal)),
      complete: contract.inline.complete.handler(({ input, signal }) => inline.complete(input, signal)),
    },
    models: {
      state: contract.models.state.handler(({ input }) => models.state(input.projectId)),
      findLocal: contract.models.findLocal.handler(() => models.findLocal()),
      connect: contract.models.connect.handler(({ input, signal }) => models.connect(input, signal)),
      disconnect: contract.models.disconnect.handler(({ input }) => {
        models.disconnect(input.id);
        return {};
      }),
      list: contract.models.list.handler(({ input, signal }) => models.list(input.id, signal)),
      choose: contract.models.choose.handler(({ input }) => {
        models.choose(input.projectId, input.choice);
        return {};
      }),
    },
    promptTemplates: {
      list: contract.promptTemplates.list.handler(() => ({ templates: promptTemplates.list() })),
      save: contract.promptTemplates.save.handler(({ input }) => promptTemplates.save(input)),
      remove: contract.promptTemplates.remove.handler(({ input }) => promptTemplates.remove(input.id)),
    },
    usage: {
      report: contract.usage.report.handler(({ input }) => usage.report(input.projectId, input.days)),
      export: contract.usage.export.handler(({ input }) => ({ text: usage.export(input.days, input.format) })),
    },
  };
}
