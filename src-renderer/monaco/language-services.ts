import * as monaco from 'monaco-editor/editor/editor.api';
import { t } from '../localize.ts';
import 'monaco-editor/languages/features/css/register';
import 'monaco-editor/languages/features/html/register';
import { jsonDefaults, type LanguageServiceDefaults } from 'monaco-editor/languages/features/json/register';
import { withCallsAndMembers } from './typescript-tokens.ts';

/**
 * Settings of Monaco's own language services; each service and its worker load when a first file of theirs is shown. TypeScript
 * and JavaScript are served by a language server instead.
 */
export function registerLanguageServices(): void {
  setUpTypeScriptTokens();
  jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, enableSchemaRequest: false });
  setUpJsonWithComments();
}

function setUpTypeScriptTokens(): void {
  monaco.languages.registerTokensProviderFactory('typescript', {
    create: async () => {
      const { language } = await import('monaco-editor/languages/definitions/typescript/typescript');
      return withCallsAndMembers(language);
    },
  });
  monaco.languages.registerTokensProviderFactory('javascript', {
    create: async () => {
      const { language } = await import('monaco-editor/languages/definitions/javascript/javascript');
      return withCallsAndMembers(language);
    },
  });
}

/** Monaco has one JSON; files that may hold comments get a second one, so that comments stay errors in the others. */
function setUpJsonWithComments(): void {
  monaco.languages.register({ id: 'jsonc', aliases: [t('JSON with comments'), 'jsonc'] });
  monaco.languages.onLanguage('jsonc', async () => {
    const { setupMode } = await import('monaco-editor/languages/features/json/jsonMode');
    const diagnostics = new monaco.Emitter<LanguageServiceDefaults>();
    setupMode({
      languageId: 'jsonc',
      onDidChange: diagnostics.event,
      diagnosticsOptions: { validate: true, allowComments: true, comments: 'ignore', trailingCommas: 'ignore' },
      modeConfiguration: jsonDefaults.modeConfiguration,
      setDiagnosticsOptions() {},
      setModeConfiguration() {},
    });
    monaco.languages.setLanguageConfiguration('jsonc', {
      comments: { lineComment: '//', blockComment: ['/*', '*/'] },
      brackets: [
        ['{', '}'],
        ['[', ']'],
      ],
      autoClosingPairs: [
        { open: '{', close: '}', notIn: ['string'] },
        { open: '[', close: ']', notIn: ['string'] },
        { open: '"', close: '"', notIn: ['string'] },
      ],
    });
  });
}
