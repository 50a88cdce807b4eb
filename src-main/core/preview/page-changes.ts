import { Transform } from 'node:stream';

/** Bytes of a page that are looked at for the place where its head begins. */
const lookedAt = 64 * 1024;

const skipped = /^(?:\ufeff|\u00ef\u00bb\u00bf|\s+|<!--[\s\S]*?-->|<!doctype[^>]*>|<\?[^>]*>|<html(?:\s[^>]*)?>)/i;

/**
 * Where a script must stand to run before all others: at the start of the head, or before the first thing that is no
 * declaration. Null while the text so far does not tell.
 */
export function findScriptPlace(text: string): number | null {
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const [passed] = skipped.exec(rest) ?? [];
    if (passed) {
      at += passed.length;
      continue;
    }
    const [head] = /^<head(?:\s[^>]*)?>/i.exec(rest) ?? [];
    if (head) return at + head.length;
    // A tag, a declaration or a comment that has not come to its end yet.
    const unfinished = rest === '' || (rest.startsWith('<!--') ? !rest.includes('-->') : /^<[^>]*$/.test(rest));
    return unfinished ? null : at;
  }
}

/** Puts `inserted` into a page as it streams by, in any encoding that writes tags as ASCII does. */
export function insertIntoPage(inserted: string): Transform {
  let waiting: Buffer | null = Buffer.alloc(0);
  const bytes = Buffer.from(inserted);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (waiting === null) {
        done(null, chunk);
        return;
      }
      waiting = Buffer.concat([waiting, chunk]);
      const place = findScriptPlace(waiting.toString('latin1')) ?? (waiting.length > lookedAt ? 0 : null);
      if (place !== null) {
        this.push(Buffer.concat([waiting.subarray(0, place), bytes, waiting.subarray(place)]));
        waiting = null;
      }
      done();
    },
    flush(done) {
      if (waiting !== null) this.push(Buffer.concat([waiting, bytes]));
      done();
    },
  });
}

/**
 * A server's content security policy with what the preview needs: our script may run, and our window may show the page. What
 * else it forbids stays forbidden.
 */
export function adaptPolicy(policy: string, scriptHash: string): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !/^(frame-ancestors|report-uri|report-to|sandbox)\b/i.test(directive));
  const named = (name: string) =>
    directives.findIndex((directive) => new RegExp(`^${name}(\\s|$)`, 'i').test(directive));
  const element = named('script-src-elem');
  const scripts = element === -1 ? named('script-src') : element;
  const governing = scripts === -1 ? named('default-src') : scripts;
  if (governing === -1) return directives.join('; ');
  const [, ...sources] = (directives[governing] ?? '').split(/\s+/);
  const inlineAllowed =
    sources.some((source) => source.toLowerCase() === "'unsafe-inline'") &&
    !sources.some((source) => /^'(nonce-|sha\d+-|strict-dynamic)/i.test(source));
  if (inlineAllowed) return directives.join('; ');
  const kept = sources.filter((source) => source.toLowerCase() !== "'none'");
  const name = scripts === -1 ? 'script-src' : (directives[scripts] ?? '').split(/\s+/)[0];
  const adapted = [name, ...kept, scriptHash].join(' ');
  if (scripts === -1) directives.push(adapted);
  else directives[scripts] = adapted;
  return directives.join('; ');
}

/** A cookie that a frame's page keeps: without a domain of its own, and marked for use in frames. */
export function adaptCookie(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const kept = attributes.filter((attribute) => !/^(domain|samesite|secure|partitioned)(=|$)/i.test(attribute));
  return [pair, ...kept, 'SameSite=None', 'Secure'].join('; ');
}
