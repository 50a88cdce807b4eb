import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import type { LiveSession, Person } from '../live/live-session.ts';
import type { GrantedRole } from '../protocol/roster.ts';
import { roleName } from './terms.ts';

interface PersonRowProps {
  readonly live: LiveSession;
  readonly person: Omit<Person, 'client'>;
  /** Where they are, or since when they are away. */
  readonly place: string;
  readonly away: boolean;
  /** At the end of the row, after the role. */
  readonly tools?: ReactNode;
}

/** Somebody in the session: who, where, and as what; the owner changes the last. */
export function PersonRow({ live, person, place, away, tools }: PersonRowProps) {
  const name = person.self ? t('You') : person.name;
  return (
    <li className="person-row">
      <Avatar name={person.name} color={person.self ? null : person.color} away={away} />
      <span className="person-row-name">
        <span className={away ? 'person-row-title person-row-away clip' : 'person-row-title clip'}>{name}</span>
        <span className="person-row-place clip">{place}</span>
      </span>
      {live.own && !person.self ? (
        <RoleMenu person={person} />
      ) : (
        <span className="person-row-role">{roleName(person.role)}</span>
      )}
      <span className="person-row-tools">{tools}</span>
    </li>
  );
}

const granted: readonly GrantedRole[] = ['editor', 'commenter', 'viewer'];

function RoleMenu({ person }: { readonly person: Omit<Person, 'client'> }) {
  const { commands } = useServices();
  const give = (role: GrantedRole) => () => void commands.run('collaboration.setRole', { person: person.person, role });
  return (
    <Menu
      align="end"
      trigger={
        <Button
          kind="ghost"
          small
          aria-label={t('Role of {{name}}: {{role}}', { name: person.name, role: roleName(person.role) })}
        >
          {roleName(person.role)}
          <ChevronDown className="icon-small" aria-hidden="true" />
        </Button>
      }
    >
      {granted.map((role) => (
        <MenuItem key={role} checked={person.role === role} onSelect={give(role)}>
          {roleName(role)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem danger onSelect={() => void commands.run('collaboration.removePerson', { person: person.person })}>
        {t('Remove {{name}}…', { name: person.name })}
      </MenuItem>
    </Menu>
  );
}
