import './file-mark.css';

type Tone = 'modified' | 'added' | 'deleted' | 'conflict';

/** The letter of what has happened to a file. Decoration: the name of its row says the same in words. */
export function FileMarkLetter({ mark }: { readonly mark: { readonly letter: string; readonly tone: Tone } }) {
  return <span className={`file-mark-letter file-mark-${mark.tone}`} data-letter={mark.letter} aria-hidden="true" />;
}

/** Says of a folder that something in it has changed. */
export function FolderMarkDot({ tone }: { readonly tone: Tone }) {
  return <span className={`file-mark-dot file-mark-${tone}`} aria-hidden="true" />;
}
