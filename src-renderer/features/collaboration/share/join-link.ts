import type { CloudState } from '../../../../contract/desktop/cloud.ts';

/** The link that opens FlashFusion with a code, and with the server where the session's people meet as far as others can reach it. */
export function joinLink(code: string, cloud: CloudState | null): string {
  const server = cloud?.kind === 'remote' ? cloud.address : (cloud?.lan.addresses[0] ?? null);
  return linkTo(code, server);
}

/** Whether people on other machines can come with a code: not while this desktop's own server is closed to the network. */
export function reachesOthers(cloud: CloudState): boolean {
  return cloud.kind === 'remote' || cloud.lan.on;
}

/** The link of a code and a server. */
export function linkTo(code: string, server: string | null): string {
  return `flashfusion://join/${code}${server ? `?server=${encodeURIComponent(server)}` : ''}`;
}

/** What somebody pasted: a code or a link, and the server that the link names. */
export function readJoinLink(text: string): { readonly code: string; readonly server: string | null } {
  const match = /^\s*flashfusion:\/\/join\/([^?#/]+)(?:\?server=([^&#\s]+))?/i.exec(text);
  if (!match) return { code: text, server: null };
  try {
    return { code: match[1] ?? '', server: match[2] ? decodeURIComponent(match[2]) : null };
  } catch {
    return { code: match[1] ?? '', server: null };
  }
}
