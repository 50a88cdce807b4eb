/** The longest message that is taken in, in bytes. A server that announces more is out of step. */
const largestMessage = 512 * 1024 * 1024;
const headEnd = Buffer.from('\r\n\r\n');
const largestHead = 8192;

/** A message as the base protocol of language servers frames it. */
export function encodeMessage(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'ascii'), body]);
}

/**
 * Takes bytes as they come and calls with every whole message. Throws where the stream is not one of messages: nothing that
 * follows could be trusted then.
 */
export function createMessageReader(onMessage: (message: unknown) => void): (bytes: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  /** Bytes of the body that is being read; null while its head is. */
  let bodyLength: number | null = null;

  const take = (count: number): Buffer => {
    const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    const rest = whole.subarray(count);
    pieces = rest.length > 0 ? [rest] : [];
    held = rest.length;
    return whole.subarray(0, count);
  };

  const readHead = (): boolean => {
    const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    pieces = [whole];
    const end = whole.indexOf(headEnd);
    if (end < 0) {
      if (held > largestHead) throw new Error('The server writes something that is no message.');
      return false;
    }
    bodyLength = contentLength(take(end + headEnd.length).toString('ascii'));
    return true;
  };

  return (bytes) => {
    pieces.push(bytes);
    held += bytes.length;
    for (;;) {
      if (bodyLength === null && !readHead()) return;
      if (bodyLength === null || held < bodyLength) return;
      const body = take(bodyLength);
      bodyLength = null;
      onMessage(JSON.parse(body.toString('utf8')));
      if (held === 0) return;
    }
  };
}

function contentLength(head: string): number {
  const length = Number(/^content-length:[ \t]*(\d+)[ \t]*$/im.exec(head)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length > largestMessage) {
    throw new Error('The server announces a message without a length that can be believed.');
  }
  return length;
}
