import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { modelText, usageText } from '../messages/answer-facts.ts';

/** A conversation as a Markdown text, with who said what and what it took. */
export function conversationMarkdown(title: string, messages: readonly ChatMessage[]): string {
  const parts = messages.map((message) => {
    if (message.role === 'user') return `## ${t('You')}\n\n${message.text}`;
    const facts = [modelText(message), usageText(message.usage)].filter(Boolean).join(' · ');
    const problem = message.problem ? `> ${message.problem.message}` : '';
    return [`## ${t('Assistant')}`, facts === '' ? '' : `*${facts}*`, message.text, problem]
      .filter(Boolean)
      .join('\n\n');
  });
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`;
}
