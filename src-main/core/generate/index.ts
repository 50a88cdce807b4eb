export { createGenerationModel } from './generation-model.ts';
export type { GenerationGate, GenerationModel } from './ports.ts';
export { createGenerateService, type GenerateService } from './service.ts';
