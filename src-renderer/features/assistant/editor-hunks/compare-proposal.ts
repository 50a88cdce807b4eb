import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import type { Disposable, Signal } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { ComparedLines } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { openHunks, type StagedEdits } from '../apply/staged-edits.ts';
import type { HunkActions } from './attach-hunks.ts';
import { expectedStart, type PlacedHunk, placeHunk, withHunks } from './place-hunk.ts';

/** Shows a file beside what the assistant proposes for it; what is at the cursor can be kept or dropped there. */
export async function compareProposal(
  services: Pick<Services, 'editor'>,
  staged: StagedEdits,
  actions: Pick<HunkActions, 'keep' | 'drop'>,
  file: StagedFile,
): Promise<void> {
  const { editor } = services;
  const { id, path, kind } = file;
  const source = kind === 'rename' ? (file.from ?? path) : path;
  const name = path.slice(path.lastIndexOf('/') + 1);
  let places: readonly PlacedHunk[] = [];

  const now = () => staged.files.getState().get(id) ?? file;
  const read = async (): Promise<string> =>
    kind === 'create' ? '' : ((await editor.openText(source))?.model.getValue(1) ?? '');
  const propose = async (): Promise<string> => {
    const lines = (await read()).split('\n');
    const current = now();
    const placed = openHunks(current).flatMap((hunk): PlacedHunk[] => {
      const start = kind === 'create' ? 0 : placeHunk(lines, hunk, expectedStart(hunk, current.hunks));
      return start === null ? [] : [{ hunk, start }];
    });
    if (kind === 'create') return current.hunks.flatMap(({ newLines }) => newLines).join('\n');
    const proposed = withHunks(lines, placed);
    places = proposed.places;
    return proposed.lines.join('\n');
  };
  const hunksIn = (lines: ComparedLines): readonly EditHunk[] => {
    if (kind === 'create') return openHunks(now());
    return hunksAt(places, lines);
  };
  const changed: Signal<void> = {
    listen(listener): Disposable {
      const stop = staged.files.subscribe(() => listener());
      const edited = editor.texts.edited.listen((document) => document === source && listener());
      return {
        dispose() {
          stop();
          edited.dispose();
        },
      };
    },
  };
  await editor.compare({
    id: `assistant:${id}`,
    document: source,
    title: t('{{name}} (proposed)', { name }),
    left: { label: t('Now'), read },
    right: { label: t('Proposed by the assistant'), read: propose },
    rightLabel: t('Proposed by the assistant'),
    changed,
    actions: [
      { title: t('Drop change'), run: (lines) => actions.drop(now(), hunksIn(lines)) },
      { title: t('Keep change'), run: (lines) => actions.keep(now(), hunksIn(lines)) },
    ],
  });
}

/** The hunks whose proposed lines meet some lines of the right side. */
export function hunksAt(places: readonly PlacedHunk[], { start, end }: ComparedLines): readonly EditHunk[] {
  return places
    .filter((place) => place.start + 1 <= Math.max(end, start) && place.start + place.hunk.newLines.length >= start - 1)
    .map(({ hunk }) => hunk);
}
