import type { ComponentProps } from 'react';
import './button.css';

export type ButtonKind = 'default' | 'primary' | 'ghost' | 'danger';

interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind;
  small?: boolean;
}

/** A labelled action. One primary a surface. */
export function Button({ kind = 'default', small = false, className, type = 'button', ...rest }: ButtonProps) {
  const names = ['button'];
  if (kind !== 'default') names.push(`button-${kind}`);
  if (small) names.push('button-small');
  if (className) names.push(className);
  return <button type={type} className={names.join(' ')} {...rest} />;
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does: read aloud, and shown in the tooltip. */
  label: string;
  /** Keys as in a command, shown beside the label: `Ctrl+B`. */
  keys?: string | null;
}

/** An action that is an icon only, with its name and keys in a tooltip. */
export function IconButton({ label, keys, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      className={className ? `icon-button ${className}` : 'icon-button'}
      aria-label={label}
      data-tooltip={label}
      data-tooltip-keys={keys ?? undefined}
      {...rest}
    />
  );
}
