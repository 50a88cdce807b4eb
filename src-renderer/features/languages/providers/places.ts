import type * as monaco from 'monaco-editor/editor/editor.api';
import type * as lsp from 'vscode-languageserver-protocol';
import { fromPosition, toRange } from '../convert.ts';
import { ask, documentOf, type ProviderContext } from './context.ts';

/** Ways from a name to where it is defined and used. */
export function registerPlaces(context: ProviderContext): monaco.IDisposable[] {
  const { languages } = context.host.monaco;
  const { capabilities, selector } = context;
  const leadTo =
    (
      method:
        | 'textDocument/definition'
        | 'textDocument/declaration'
        | 'textDocument/typeDefinition'
        | 'textDocument/implementation',
    ) =>
    async (model: monaco.editor.ITextModel, position: monaco.Position, token: monaco.CancellationToken) => {
      const textDocument = documentOf(context, model);
      if (!textDocument) return null;
      const answer = await ask(context, method, { textDocument, position: fromPosition(position) }, token);
      if (!answer) return null;
      return (Array.isArray(answer) ? answer : [answer]).map((place) => toLink(context, place));
    };
  return [
    ...(capabilities.definitionProvider
      ? [languages.registerDefinitionProvider(selector, { provideDefinition: leadTo('textDocument/definition') })]
      : []),
    ...(capabilities.declarationProvider
      ? [languages.registerDeclarationProvider(selector, { provideDeclaration: leadTo('textDocument/declaration') })]
      : []),
    ...(capabilities.typeDefinitionProvider
      ? [
          languages.registerTypeDefinitionProvider(selector, {
            provideTypeDefinition: leadTo('textDocument/typeDefinition'),
          }),
        ]
      : []),
    ...(capabilities.implementationProvider
      ? [
          languages.registerImplementationProvider(selector, {
            provideImplementation: leadTo('textDocument/implementation'),
          }),
        ]
      : []),
    ...(capabilities.referencesProvider
      ? [
          languages.registerReferenceProvider(selector, {
            async provideReferences(model, position, { includeDeclaration }, token) {
              const textDocument = documentOf(context, model);
              if (!textDocument) return null;
              const params = { textDocument, position: fromPosition(position), context: { includeDeclaration } };
              const answer = await ask(context, 'textDocument/references', params, token);
              return answer?.map((place) => toLocation(context, place)) ?? null;
            },
          }),
        ]
      : []),
  ];
}

function toLocation({ addresses }: ProviderContext, { uri, range }: lsp.Location): monaco.languages.Location {
  return { uri: addresses.resourceOf(uri), range: toRange(range) };
}

function toLink(context: ProviderContext, place: lsp.Location | lsp.LocationLink): monaco.languages.LocationLink {
  if ('uri' in place) return toLocation(context, place);
  return {
    uri: context.addresses.resourceOf(place.targetUri),
    range: toRange(place.targetRange),
    targetSelectionRange: toRange(place.targetSelectionRange),
    ...(place.originSelectionRange ? { originSelectionRange: toRange(place.originSelectionRange) } : {}),
  };
}
