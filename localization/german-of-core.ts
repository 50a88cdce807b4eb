import assistantChat from './de/assistant-chat.json' with { type: 'json' };
import assistantCore from './de/assistant-core.json' with { type: 'json' };
import common from './de/common.json' with { type: 'json' };
import core from './de/core.json' with { type: 'json' };
import generateCore from './de/generate-core.json' with { type: 'json' };

/** German for Core: by the English that stands in the code. */
export const germanOfCore: Readonly<Record<string, string>> = {
  ...common,
  ...core,
  ...assistantChat,
  ...assistantCore,
  ...generateCore,
};
