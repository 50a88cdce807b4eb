const marked = new Set<string>();

/**
 * Notes when what has just been rendered for the first time is on the screen, as a mark in the page's timeline
 * (`performance.getEntriesByName`). Start-up is measured by these.
 */
export function markFirstPaint(name: 'explorer-painted' | 'editor-painted'): void {
  if (marked.has(name)) return;
  marked.add(name);
  requestAnimationFrame(() => {
    // A message is handled after the frame that is being made now.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      performance.mark(name);
      port1.close();
    };
    port2.postMessage(null);
  });
}
