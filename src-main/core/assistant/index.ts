export { type ConversationRecords, createConversationRecords } from './conversations/conversation-records.ts';
export type { ModelClient, ModelRequest, RequestOrigin } from './models/model-client.ts';
export type { AnswerEnd, AnswerPart, ModelMessage, RequestedCall, ToolDefinition } from './models/model-messages.ts';
export { type AssistantDependencies, type AssistantService, createAssistantService } from './service.ts';
export { createToolSources } from './tools/sources.ts';
