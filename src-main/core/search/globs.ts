/**
 * What ripgrep takes for a glob as people write it: a name means that file, or everything in that folder, anywhere; `./` anchors it at
 * the project's folder.
 */
export function toRipgrepGlobs(written: string): string[] {
  const glob = written.trim().replace(/\/+$/, '');
  if (glob === '' || glob === '.') return ['/**'];
  const anchored = glob.startsWith('./') ? glob.slice(1) : /^(\/|\*\*\/)/.test(glob) ? glob : `**/${glob}`;
  return anchored.endsWith('/**') ? [anchored] : [anchored, `${anchored}/**`];
}
