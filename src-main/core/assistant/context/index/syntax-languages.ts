/** How a grammar names what matters: nodes that define something, and nodes that only hold others. */
export interface SyntaxLanguage {
  /** Of the file `tree-sitter-<name>.wasm`. */
  readonly grammar: string;
  readonly definitions: ReadonlySet<string>;
}

const script = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_signature',
  'class_declaration',
  'abstract_class_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'enum_declaration',
  'internal_module',
  'module',
  'method_definition',
  'method_signature',
  'abstract_method_signature',
  'public_field_definition',
  'variable_declarator',
]);

const languages: Readonly<Record<string, SyntaxLanguage>> = {
  typescript: { grammar: 'typescript', definitions: script },
  tsx: { grammar: 'tsx', definitions: script },
  javascript: { grammar: 'javascript', definitions: script },
  python: { grammar: 'python', definitions: new Set(['function_definition', 'class_definition']) },
  go: {
    grammar: 'go',
    definitions: new Set(['function_declaration', 'method_declaration', 'type_spec', 'type_alias', 'const_spec']),
  },
  rust: {
    grammar: 'rust',
    definitions: new Set([
      'function_item',
      'function_signature_item',
      'struct_item',
      'enum_item',
      'trait_item',
      'impl_item',
      'type_item',
      'const_item',
      'static_item',
      'macro_definition',
      'mod_item',
      'union_item',
    ]),
  },
  java: {
    grammar: 'java',
    definitions: new Set([
      'class_declaration',
      'interface_declaration',
      'enum_declaration',
      'record_declaration',
      'annotation_type_declaration',
      'method_declaration',
      'constructor_declaration',
    ]),
  },
  csharp: {
    grammar: 'c-sharp',
    definitions: new Set([
      'class_declaration',
      'interface_declaration',
      'struct_declaration',
      'enum_declaration',
      'record_declaration',
      'delegate_declaration',
      'method_declaration',
      'constructor_declaration',
      'property_declaration',
    ]),
  },
  cpp: {
    grammar: 'cpp',
    definitions: new Set([
      'function_definition',
      'class_specifier',
      'struct_specifier',
      'enum_specifier',
      'union_specifier',
      'namespace_definition',
      'type_definition',
      'alias_declaration',
    ]),
  },
  ruby: { grammar: 'ruby', definitions: new Set(['method', 'singleton_method', 'class', 'module']) },
  php: {
    grammar: 'php',
    definitions: new Set([
      'function_definition',
      'method_declaration',
      'class_declaration',
      'interface_declaration',
      'trait_declaration',
      'enum_declaration',
    ]),
  },
  bash: { grammar: 'bash', definitions: new Set(['function_definition']) },
  powershell: { grammar: 'powershell', definitions: new Set(['function_statement', 'class_statement']) },
  css: { grammar: 'css', definitions: new Set(['rule_set', 'keyframes_statement', 'media_statement']) },
};

const byExtension: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  cs: 'csharp',
  c: 'cpp',
  h: 'cpp',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hh: 'cpp',
  hpp: 'cpp',
  rb: 'ruby',
  rake: 'ruby',
  php: 'php',
  sh: 'bash',
  bash: 'bash',
  zsh: 'bash',
  ps1: 'powershell',
  psm1: 'powershell',
  css: 'css',
};

/** The language of a file by its name; null where there is no grammar for it. */
export function syntaxLanguageOf(path: string): SyntaxLanguage | null {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return languages[byExtension[extension] ?? ''] ?? null;
}
