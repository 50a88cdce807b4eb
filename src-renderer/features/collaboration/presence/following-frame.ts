import type { editor } from 'monaco-editor/editor/editor.api';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import type { Collaboration } from '../live/live-session.ts';
import type { Following } from './following.ts';
import { type PlacedPerson, shortName } from './people-places.ts';
import type { PresencePart } from './presence-part.ts';
import './following-frame.css';

/** Shows over the text whom one follows, and how that ends: the text itself does not move for it. */
export function createFollowingFrame(
  { services }: Collaboration,
  presence: PresencePart,
  following: Following,
): Disposable {
  const ends = createDisposables();
  const frames = new Map<AttachedEditor, Disposable>();
  const place = () => presence.places.getState().find(({ client }) => client === following.state.getState().client);
  const refresh = (shown: AttachedEditor) => {
    frames.get(shown)?.dispose();
    frames.delete(shown);
    const followed = place();
    if (!followed || followed.path !== shown.document) return;
    frames.set(shown, frame(shown, followed, shortName(followed, presence.places.getState())));
  };
  const known = new Set<AttachedEditor>();
  let drawn: string | null = null;
  const refreshAll = () => {
    const followed = place();
    const now = followed ? `${followed.client} ${followed.path} ${followed.name} ${followed.color}` : null;
    if (now === drawn) return;
    drawn = now;
    for (const shown of known) refresh(shown);
  };
  ends.add(
    services.editor.attach((shown) => {
      known.add(shown);
      refresh(shown);
      return {
        dispose() {
          known.delete(shown);
          frames.get(shown)?.dispose();
          frames.delete(shown);
        },
      };
    }),
  );
  ends.addFunction(following.state.subscribe(refreshAll));
  ends.addFunction(presence.places.subscribe(refreshAll));
  return ends;
}

function frame(shown: AttachedEditor, { color }: PlacedPerson, name: string): Disposable {
  const element = document.createElement('div');
  element.className = `following-frame person-${color + 1}`;
  const label = document.createElement('span');
  label.className = 'following-label';
  label.textContent = t('Following {{name}}. Esc stops', { name });
  element.append(label);
  const widget: editor.IOverlayWidget = {
    getId: () => 'collaboration.following',
    getDomNode: () => element,
    getPosition: () => ({ preference: null }),
  };
  const layOut = () => {
    const { width, height } = shown.editor.getLayoutInfo();
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
  };
  layOut();
  shown.editor.addOverlayWidget(widget);
  const listener = shown.editor.onDidLayoutChange(layOut);
  return {
    dispose() {
      listener.dispose();
      shown.editor.removeOverlayWidget(widget);
    },
  };
}
