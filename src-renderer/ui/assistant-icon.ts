import { createLucideIcon } from 'lucide-react';

/** The assistant: a prompt in a bubble. */
export const AssistantIcon = createLucideIcon('assistant', [
  [
    'path',
    {
      d: 'M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z',
      key: 'bubble',
    },
  ],
  ['path', { d: 'm7 8 3 3-3 3', key: 'prompt' }],
  ['path', { d: 'M13 14h4', key: 'caret' }],
]);
