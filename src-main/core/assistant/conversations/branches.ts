/** A message's place in the tree. */
export interface TreeMessage {
  readonly id: string;
  readonly parentId: string | null;
}

/** A branch: its messages from the first to the last, each with all that have the same parent, oldest first. */
export type Branch = readonly { readonly id: string; readonly siblings: readonly string[] }[];

/**
 * The branch that ends with a message. `messages` are all of a conversation, oldest first. Empty where the message is not among them; one whose
 * parent is lost begins the branch.
 */
export function branchTo(messages: readonly TreeMessage[], last: string | null): Branch {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const children = childrenOf(messages);
  const branch: { id: string; siblings: readonly string[] }[] = [];
  const seen = new Set<string>();
  let message = last === null ? undefined : byId.get(last);
  while (message && !seen.has(message.id)) {
    seen.add(message.id);
    branch.push({ id: message.id, siblings: children.get(message.parentId) ?? [message.id] });
    message = message.parentId === null ? undefined : byId.get(message.parentId);
  }
  return branch.reverse();
}

/** The newest message that follows from a message, by always taking the newest of those that follow. */
export function newestBelow(messages: readonly TreeMessage[], from: string): string {
  const children = childrenOf(messages);
  const seen = new Set<string>();
  let current = from;
  for (
    let next = children.get(current)?.at(-1);
    next !== undefined && !seen.has(next);
    next = children.get(current)?.at(-1)
  ) {
    seen.add(next);
    current = next;
  }
  return current;
}

function childrenOf(messages: readonly TreeMessage[]): Map<string | null, string[]> {
  const children = new Map<string | null, string[]>();
  for (const { id, parentId } of messages) {
    const known = children.get(parentId);
    if (known) known.push(id);
    else children.set(parentId, [id]);
  }
  return children;
}
