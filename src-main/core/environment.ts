import { homedir } from 'node:os';
import { join } from 'node:path';

const {
  FLASHFUSION_DATA,
  FLASHFUSION_RESOURCES,
  FLASHFUSION_VERSION,
  FLASHFUSION_PROJECTS,
  FLASHFUSION_LOCALE,
  FLASHFUSION_CLOUD_ENTRY,
  FLASHFUSION_MODEL_PORTS,
} = process.env;

/** What whoever starts Core tells it by environment variables. */
export const environment = {
  dataFolder: FLASHFUSION_DATA ?? join(homedir(), '.flashfusion'),
  resourcesFolder: FLASHFUSION_RESOURCES ?? join(import.meta.dirname, '..', '..', 'resources'),
  version: FLASHFUSION_VERSION ?? '0.0.0',
  /** The program of the desktop's own cloud server, which lies beside Core's. */
  cloudEntry: FLASHFUSION_CLOUD_ENTRY ?? join(import.meta.dirname, '..', 'cloud', 'embedded.mjs'),
  /** Undefined takes the default. */
  projectsFolder: FLASHFUSION_PROJECTS,
  /** Where Ollama, LM Studio and llama.cpp listen where they were told another port: `ollama=11500,llamacpp=9000`. */
  modelPorts: FLASHFUSION_MODEL_PORTS,
  /** What the system speaks, as whoever starts Core knows it. Undefined takes what Node finds out. */
  locale: FLASHFUSION_LOCALE,
} as const;
