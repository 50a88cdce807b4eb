import { Fragment } from 'react';
import { useServices } from '../../../app/services.ts';
import type { Mention } from '../session/mentions.ts';
import { readWords, type Word } from './words.ts';
import './spoken-text.css';

interface SpokenTextProps {
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** The key of this person, whose mentions stand out. */
  readonly me: string;
}

/** What somebody said, with its code, addresses and mentions. Nothing of it is taken for markup of the page. */
export function SpokenText({ text, mentions, me }: SpokenTextProps) {
  return (
    <div className="spoken-text">
      {keyed(readWords(text, mentions)).map(([key, block]) =>
        block.kind === 'code' ? (
          <pre key={key}>{block.text}</pre>
        ) : (
          <p key={key}>
            {keyed(block.words).map(([inner, word]) => (
              <Fragment key={inner}>
                <SpokenWord word={word} me={me} />
              </Fragment>
            ))}
          </p>
        ),
      )}
    </div>
  );
}

function SpokenWord({ word, me }: { word: Word; me: string }) {
  const { shell } = useServices();
  switch (word.kind) {
    case 'text':
      return word.text;
    case 'code':
      return <code>{word.text}</code>;
    case 'strong':
      return <strong>{word.text}</strong>;
    case 'mention':
      return (
        <span className={word.mention.person === me ? 'spoken-mention spoken-mention-me' : 'spoken-mention'}>
          {word.text}
        </span>
      );
    case 'link':
      return (
        <a
          href={word.text}
          onClick={(event) => {
            event.preventDefault();
            void shell.system.openExternal({ url: word.text });
          }}
        >
          {word.text}
        </a>
      );
  }
}

/** Pieces of a text that never change their order. */
function keyed<T>(items: readonly T[]): readonly (readonly [string, T])[] {
  return items.map((item, index) => [`${index}`, item]);
}
