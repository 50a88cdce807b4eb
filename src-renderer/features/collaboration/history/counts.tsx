/** Lines that were added and removed; nothing for none. */
export function Counts({ added, removed }: { readonly added: number; readonly removed: number }) {
  return (
    <span className="history-counts">
      {added > 0 ? <span className="history-added">{`+${added}`}</span> : null}
      {removed > 0 ? <span className="history-removed">{`−${removed}`}</span> : null}
    </span>
  );
}
