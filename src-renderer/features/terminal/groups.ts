/** Terminals that are shown side by side, left to right. */
export interface TerminalGroup {
  readonly id: string;
  readonly members: readonly string[];
}

/** The groups without terminals that have gone, and with those that have come, each in a group of its own. */
export function reconcileGroups(
  groups: readonly TerminalGroup[],
  terminals: readonly string[],
): readonly TerminalGroup[] {
  const present = new Set(terminals);
  const kept = groups.flatMap((group) => {
    const members = group.members.filter((id) => present.has(id));
    if (members.length === 0) return [];
    return members.length === group.members.length ? [group] : [{ ...group, members }];
  });
  const placed = new Set(kept.flatMap(({ members }) => members));
  const added = terminals.filter((id) => !placed.has(id)).map((id) => ({ id, members: [id] }));
  const same = added.length === 0 && kept.length === groups.length && kept.every((group, at) => group === groups[at]);
  return same ? groups : [...kept, ...added];
}

/** Puts a terminal to the right of another, into its group. */
export function placeBeside(groups: readonly TerminalGroup[], beside: string, id: string): readonly TerminalGroup[] {
  return groups
    .map((group) => ({ ...group, members: group.members.filter((member) => member !== id) }))
    .map((group) => {
      const at = group.members.indexOf(beside);
      return at === -1 ? group : { ...group, members: group.members.toSpliced(at + 1, 0, id) };
    })
    .filter(({ members }) => members.length > 0);
}

/** Takes a terminal out of its group, into one of its own after it. */
export function takeOut(groups: readonly TerminalGroup[], id: string): readonly TerminalGroup[] {
  return groups.flatMap((group) => {
    if (!group.members.includes(id) || group.members.length === 1) return [group];
    return [
      { ...group, members: group.members.filter((member) => member !== id) },
      { id, members: [id] },
    ].map((each, index) => (index === 0 && each.id === id ? { ...each, id: each.members[0] ?? id } : each));
  });
}

/** Puts one terminal's successor in its place. */
export function replaceMember(groups: readonly TerminalGroup[], id: string, next: string): readonly TerminalGroup[] {
  return groups
    .map((group) => ({ ...group, members: group.members.filter((member) => member !== next) }))
    .map((group) => ({ ...group, members: group.members.map((member) => (member === id ? next : member)) }))
    .filter(({ members }) => members.length > 0);
}

/** Which terminal is next when one goes: its neighbour in the group, or the last of the group before. */
export function neighbourOf(groups: readonly TerminalGroup[], id: string): string | null {
  const at = groups.findIndex(({ members }) => members.includes(id));
  const group = groups[at];
  if (!group) return groups[0]?.members[0] ?? null;
  const place = group.members.indexOf(id);
  return (
    group.members[place + 1] ??
    group.members[place - 1] ??
    groups[at - 1]?.members.at(-1) ??
    groups[at + 1]?.members[0] ??
    null
  );
}
