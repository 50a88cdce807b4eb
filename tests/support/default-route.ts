import { readFileSync } from 'node:fs';

/**
 * Whether this machine has a way to the internet, even one that leads nowhere. A page that may not use a camera or a microphone is told
 * only of the addresses on that way (WebRTC), so without one it can't meet another page on the same machine. Tests of sessions then
 * let pages see the other addresses, which takes a permission.
 */
export function hasDefaultRoute(): boolean {
  if (process.platform !== 'linux') return true;
  return readFileSync('/proc/net/route', 'utf8')
    .split('\n')
    .slice(1)
    .some((line) => line.split('\t')[1] === '00000000');
}
