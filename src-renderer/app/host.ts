/**
 * Whether this page came from a FlashFusion server into a browser, where no Shell stands behind it. The server says so on the
 * page itself.
 */
export const isServed = typeof document !== 'undefined' && document.documentElement.dataset.host === 'server';
