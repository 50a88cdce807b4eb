import './person-colors.css';
import './person-colors.css';
import './avatar.css';

interface AvatarProps {
  readonly name: string;
  /** 0 to 7; null is this person, who has the accent. */
  readonly color: number | null;
  readonly size?: 'small' | 'medium';
  /** Outlined: somebody who is not there now. */
  readonly away?: boolean;
  /** Who it is, where no name stands beside it. */
  readonly label?: string;
}

/** A person as a square with initials in their colour. */
export function Avatar({ name, color, size = 'medium', away = false, label }: AvatarProps) {
  const names = ['avatar', `avatar-${size}`, color === null ? 'person-self' : `person-${color + 1}`];
  if (away) names.push('avatar-away');
  return label ? (
    <span className={names.join(' ')} role="img" aria-label={label} data-tooltip={label}>
      {initialsOf(name)}
    </span>
  ) : (
    <span className={names.join(' ')} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** The first letters of the first and the last name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}
