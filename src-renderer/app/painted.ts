/** Resolves when what has been rendered is on the screen; at once for a page that nobody sees, since that makes no frames. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}
