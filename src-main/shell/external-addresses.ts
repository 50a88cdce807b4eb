const externalProtocols = new Set(['https:', 'http:', 'mailto:']);

/** True for addresses that may be handed to the system's browser or mail program. */
export function mayOpenExternally(address: string): boolean {
  try {
    return externalProtocols.has(new URL(address).protocol);
  } catch {
    return false;
  }
}
