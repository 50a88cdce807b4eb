import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ServerDefinition } from './server-definition.ts';

/** Monaco's ids of the languages that TypeScript's server knows. */
export const typescriptLanguages: readonly string[] = [
  'typescript',
  'javascript',
  'typescriptreact',
  'javascriptreact',
];

/** The executable of TypeScript's own package for this system; null where there is none. */
export function findTypeScript(): string | null {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const own = createRequire(require.resolve('typescript/package.json'));
    const folder = join(dirname(own.resolve(`${name}/package.json`)), 'lib');
    // Programs inside the packaged app's archive can't be started; they lie beside it.
    const program = join(folder, process.platform === 'win32' ? 'tsc.exe' : 'tsc');
    const unpacked = program.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
    return existsSync(unpacked) ? unpacked : null;
  } catch {
    return null;
  }
}

const preferences = {
  inlayHints: {
    parameterNames: { enabled: 'literals', suppressWhenArgumentMatchesName: true },
    parameterTypes: { enabled: true },
    variableTypes: { enabled: false },
    propertyDeclarationTypes: { enabled: false },
    functionLikeReturnTypes: { enabled: false },
    enumMemberValues: { enabled: true },
  },
  // Would run npm and go over the network.
  automaticTypeAcquisition: { enabled: false },
};

/**
 * TypeScript 7's native server. It reads a project and runs nothing of it (it has no plugins, and fetching types is off), so it
 * serves restricted folders too.
 */
export function typescriptDefinition(program: string): ServerDefinition {
  return {
    id: 'typescript',
    name: 'TypeScript',
    program,
    args: ['--lsp', '--stdio'],
    languageIds: typescriptLanguages,
    initializationOptions: { disablePushDiagnostics: true },
    configuration: (section) => {
      if (section === 'js/ts') return preferences;
      if (section === 'typescript' || section === 'javascript') {
        return { ...preferences, disableAutomaticTypeAcquisition: true };
      }
      return null;
    },
    checksProject: true,
  };
}
