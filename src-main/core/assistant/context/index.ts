export type { BuiltContext, ContextRequest, EarlierMessage, PromptMessage, SentFile } from './build/request.ts';
export { type Admission, type AdmittedFile, type Gate, hashText, openGate } from './gate/gate.ts';
export { blackOutPart, findSecrets, type RedactedText, rangesWithin, redact } from './gate/redact.ts';
export type { SecretRange } from './gate/secret-patterns.ts';
export { type ContextDependencies, type ContextService, createContextService } from './service.ts';
export { createTokenCounter, type TokenCounter } from './tokens/token-counter.ts';
