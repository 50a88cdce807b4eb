import type { HostClient } from '../../contract/shell.ts';

/** What Core asks of its host, where that is a plain Node: no utility processes, and no trash beyond Core's own for Linux. */
export function createNodeHost(secrets: HostClient['secrets']): HostClient {
  return {
    secrets,
    trashItem: () =>
      Promise.reject(new Error('The system’s trash can only be reached from the desktop app. Nothing was deleted.')),
    startUtility: () => Promise.reject(new Error('There are no utility processes here.')),
    messageUtility: async () => ({}),
    stopUtility: async () => ({}),
  };
}
