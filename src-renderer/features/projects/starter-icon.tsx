import {
  Atom,
  Box,
  Code,
  Database,
  FilePlus2,
  Gamepad2,
  Globe,
  type LucideIcon,
  PanelsTopLeft,
  Server,
  SquareTerminal,
} from 'lucide-react';

const icons: Readonly<Record<string, LucideIcon>> = {
  atom: Atom,
  code: Code,
  database: Database,
  'file-plus-2': FilePlus2,
  'gamepad-2': Gamepad2,
  globe: Globe,
  'panels-top-left': PanelsTopLeft,
  server: Server,
  'square-terminal': SquareTerminal,
};

/** The icon that a starter names; a box where the name is not known here. */
export function StarterIcon({ name }: { name: string }) {
  const Icon = icons[name] ?? Box;
  return <Icon aria-hidden="true" />;
}
