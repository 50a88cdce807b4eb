import { chat } from './chat.ts';
import { edits } from './edits.ts';
import { inline } from './inline.ts';
import { models } from './models.ts';
import { promptTemplates } from './prompt-templates.ts';
import { usage } from './usage.ts';

/** Talking to a model about a project, and what comes of it. */
export const assistant = { chat, edits, inline, models, promptTemplates, usage };
