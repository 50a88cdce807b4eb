import { ITextModelService } from 'monaco-editor/editor/common/services/resolverService';
import type { editor, IDisposable, Uri } from 'monaco-editor/editor/editor.api';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';

/** Makes the text of a resource, which Monaco knows nothing of, into a model. */
type LoadText = (resource: Uri) => Promise<editor.ITextModel>;

/** Lets Monaco look into texts that are not open (peek, previews on hover): `load` is asked for each when it is needed. */
export function provideTexts(load: LoadText): IDisposable {
  const service = StandaloneServices.get(ITextModelService);
  const original = service.createModelReference;
  service.createModelReference = async (resource) => {
    await load(resource);
    return original.call(service, resource);
  };
  return {
    dispose() {
      service.createModelReference = original;
    },
  };
}
