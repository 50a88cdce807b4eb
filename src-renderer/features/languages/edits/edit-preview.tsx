import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { t } from '../../../localize.ts';
import { FileIcon } from '../../../ui/file-icon.tsx';
import type { EditLine } from './text-edits.ts';
import './edit-preview.css';

/** A file in the preview; `what` says what happens to it where its text is not edited. */
export interface PreviewedFile {
  readonly path: string;
  readonly what: string | null;
  readonly lines: readonly EditLine[];
}

interface EditPreviewProps {
  readonly files: readonly PreviewedFile[];
  /** What was unticked: `file` and `file:edit` by their positions. */
  readonly left: StoreApi<ReadonlySet<string>>;
}

/** Edits file by file, each with a box to leave it out. */
export function EditPreview({ files, left }: EditPreviewProps) {
  return (
    <section className="edit-preview" aria-label={t('Edits by file')}>
      {files.map((file, index) => (
        <PreviewFile key={`${file.path} ${file.what}`} file={file} index={index} left={left} />
      ))}
    </section>
  );
}

function PreviewFile({ file, index, left }: { file: PreviewedFile; index: number; left: EditPreviewProps['left'] }) {
  const gone = useStore(left);
  const keys = file.what === null ? file.lines.map((_, edit) => `${index}:${edit}`) : [`${index}`];
  const chosen = keys.filter((key) => !gone.has(key)).length;
  const set = (changed: readonly string[], ticked: boolean) => {
    const next = new Set(gone);
    for (const key of changed) {
      if (ticked) next.delete(key);
      else next.add(key);
    }
    left.setState(next, true);
  };
  const slash = file.path.lastIndexOf('/');
  return (
    <fieldset className="edit-preview-file">
      <legend className="visually-hidden">{file.path}</legend>
      <label className="edit-preview-head">
        <input
          type="checkbox"
          checked={chosen > 0}
          ref={(box) => {
            if (box) box.indeterminate = chosen > 0 && chosen < keys.length;
          }}
          onChange={(event) => set(keys, event.currentTarget.checked)}
        />
        <FileIcon name={file.path} />
        <span>{file.path.slice(slash + 1)}</span>
        <span className="edit-preview-folder clip">{file.what ?? file.path.slice(0, Math.max(0, slash))}</span>
        <span className="edit-preview-count">
          {file.what === null ? t('{{chosen}} of {{total}}', { chosen, total: keys.length }) : null}
        </span>
      </label>
      {file.lines.map((line, edit) => {
        const key = `${index}:${edit}`;
        return (
          <label key={key} className="edit-preview-row">
            <input
              type="checkbox"
              checked={!gone.has(key)}
              onChange={(event) => set([key], event.currentTarget.checked)}
            />
            <span className="edit-preview-number">{line.line}</span>
            <code className="edit-preview-line clip">
              {line.before}
              {line.removed === '' ? null : <del>{line.removed}</del>}
              {line.added === '' ? null : <ins>{line.added}</ins>}
              {line.after}
            </code>
          </label>
        );
      })}
    </fieldset>
  );
}
