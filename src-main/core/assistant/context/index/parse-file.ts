import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language, Node, Parser } from 'web-tree-sitter';
import { definitionByLines, findDefinition, type LineRange } from './find-definition.ts';
import { type ReadSyntax, readSyntax } from './read-syntax.ts';
import { type SyntaxLanguage, syntaxLanguageOf } from './syntax-languages.ts';

/** Milliseconds after which a file that cannot be parsed is cut by its lines. */
const longestParse = 1000;

/** Reads what is defined in files. Grammars are loaded when a file needs them; a thread of its own is the place for it. */
export interface SyntaxReader {
  /** Null where there is no grammar, or the text is beyond it. */
  read(path: string, text: string): Promise<ReadSyntax | null>;
  /** The lines of what defines a name on a line; by lines where there is no grammar. */
  definition(path: string, text: string, line: number, name: string): Promise<LineRange>;
  dispose(): void;
}

export function createSyntaxReader(): SyntaxReader {
  const grammars = new Map<string, Promise<Language | null>>();
  let parser: Promise<{ parser: Parser; load: (file: string) => Promise<Language> }> | undefined;

  async function start() {
    const treeSitter = await import('web-tree-sitter');
    await treeSitter.Parser.init({ locateFile: () => packageFile('web-tree-sitter', 'web-tree-sitter.wasm') });
    return { parser: new treeSitter.Parser(), load: (file: string) => treeSitter.Language.load(file) };
  }

  function grammar({ grammar: name }: SyntaxLanguage): Promise<Language | null> {
    const known = grammars.get(name);
    if (known) return known;
    parser ??= start();
    const loaded = parser
      .then(({ load }) => load(packageFile('@vscode/tree-sitter-wasm', join('wasm', `tree-sitter-${name}.wasm`))))
      // Without a grammar a file is still found and cut by its lines.
      .catch(() => null);
    grammars.set(name, loaded);
    return loaded;
  }

  /** Null where there is nothing to take it from. */
  async function parsed<T>(
    path: string,
    text: string,
    take: (root: Node, language: SyntaxLanguage) => T,
  ): Promise<T | null> {
    const language = syntaxLanguageOf(path);
    const loaded = language === null ? null : await grammar(language);
    if (language === null || loaded === null || parser === undefined) return null;
    const { parser: used } = await parser;
    used.setLanguage(loaded);
    const until = performance.now() + longestParse;
    const tree = used.parse(text, null, { progressCallback: () => performance.now() > until });
    if (tree === null) {
      used.reset();
      return null;
    }
    try {
      return take(tree.rootNode, language);
    } finally {
      tree.delete();
    }
  }

  return {
    read: (path, text) => parsed(path, text, (root, language) => readSyntax(root, text, language)),
    definition: async (path, text, line, name) =>
      (await parsed(path, text, (root) => findDefinition(root, text, line, name))) ?? definitionByLines(text, line),
    dispose() {
      void parser?.then(({ parser: used }) => used.delete()).catch(() => undefined);
    },
  };
}

/** A file of an installed package; threads can't read the packaged app's archive, and packages lie beside it too. */
function packageFile(name: string, file: string): string {
  const require = createRequire(import.meta.url);
  const folder =
    name === 'web-tree-sitter' ? dirname(require.resolve(name)) : dirname(require.resolve(`${name}/package.json`));
  return join(folder, file).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}
