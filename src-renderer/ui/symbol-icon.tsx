import {
  Box,
  Braces,
  Brackets,
  Component,
  Hash,
  type LucideIcon,
  Parentheses,
  SquareFunction,
  Type,
  Variable,
} from 'lucide-react';

/** By Monaco's symbol kinds, which count as the language server protocol does, less one. */
const symbolIcons: Readonly<Record<number, LucideIcon>> = {
  4: Component,
  5: Parentheses,
  6: Hash,
  7: Hash,
  8: Parentheses,
  9: Brackets,
  10: Type,
  11: SquareFunction,
  12: Variable,
  13: Variable,
  14: Type,
  18: Braces,
  22: Box,
  25: Type,
};

/** The icon for a kind of symbol. */
export function symbolIcon(kind: number): LucideIcon {
  return symbolIcons[kind] ?? Box;
}

export function SymbolIcon({ kind }: { kind: number }) {
  const Icon = symbolIcon(kind);
  return <Icon className="icon-small" aria-hidden="true" />;
}
