import type { LucideIcon } from 'lucide-react';
import { useStore } from 'zustand';
import { IconButton } from '../ui/button.tsx';
import { useServices } from './services.ts';

interface CommandButtonProps {
  readonly command: string;
  readonly icon: LucideIcon;
  /** Instead of the command's title. */
  readonly label?: string;
  readonly pressed?: boolean;
  readonly argument?: unknown;
}

/** A command as an icon, with its title and keys in the tooltip. */
export function CommandButton({ command, icon: Icon, label, pressed, argument }: CommandButtonProps) {
  const { commands, keybindings } = useServices();
  const title = useStore(commands, (all) => all.get(command)?.title);
  // Bindings change rarely, and the tooltip must follow them.
  useStore(keybindings.state, (state) => state.bindings);
  return (
    <IconButton
      label={label ?? title ?? command}
      keys={keybindings.keysOf(command)}
      aria-pressed={pressed}
      onClick={() => void commands.run(command, argument)}
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
}
