import type { ConversationRecords } from '../conversations/conversation-records.ts';

/** Milliseconds and characters after which text that has come is written: so much of it a crash may take. */
const writeEvery = 200;
const writeAfter = 4000;

/** The text of an answer that is arriving, kept on the disk in batches. */
export interface AnswerWriter {
  readonly text: string;
  add(text: string): void;
  /** Writes what is not written yet. */
  flush(): void;
}

/** Writes the answer of a message that may have text already. */
export function createAnswerWriter(
  records: Pick<ConversationRecords, 'changeSoon'>,
  messageId: string,
  before: string,
): AnswerWriter {
  let text = before;
  let written = before.length;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (written === text.length) return;
    written = text.length;
    records.changeSoon(messageId, { text });
  };
  return {
    get text() {
      return text;
    },
    add(more) {
      text += more;
      if (text.length - written >= writeAfter) flush();
      else timer ??= setTimeout(flush, writeEvery);
    },
    flush,
  };
}
