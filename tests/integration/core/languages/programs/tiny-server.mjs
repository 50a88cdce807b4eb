// A language server for tests: marks each TODO, answers hover, completes one word, whose import it tells only when the word has been
// written, and does strange things when it is asked to by name.
import { appendFileSync } from 'node:fs';

const [, , journal = ''] = process.argv;
const texts = new Map();
const word = 'tinyWord';
/** Answers that wait until the word is in a text. */
const held = [];
let buffer = Buffer.alloc(0);

const note = (line) => journal && appendFileSync(journal, `${line}\n`);
const send = (message) => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
};

const publish = (uri) => {
  const diagnostics = texts
    .get(uri)
    .split('\n')
    .flatMap((text, line) => {
      const character = text.indexOf('TODO');
      const range = { start: { line, character }, end: { line, character: character + 4 } };
      return character < 0 ? [] : [{ range, message: 'Something is left to do', severity: 2, source: 'tiny' }];
    });
  send({ method: 'textDocument/publishDiagnostics', params: { uri, diagnostics } });
};

const answers = {
  initialize: () => ({
    capabilities: { textDocumentSync: 1, hoverProvider: true, completionProvider: { resolveProvider: true } },
    serverInfo: { name: 'tiny', version: '1' },
  }),
  shutdown: () => null,
  'textDocument/hover': ({ textDocument }) => ({ contents: { kind: 'plaintext', value: texts.get(textDocument.uri) } }),
  'textDocument/completion': () => [{ label: word }],
  'textDocument/definition': () => ({ nonsense: true }),
  'workspace/executeCommand': ({ command, arguments: [uri] = [] }) => {
    if (command === 'crash') process.exit(3);
    if (command === 'edit') {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      send({
        id: 'edit-1',
        method: 'workspace/applyEdit',
        params: { edit: { changes: { [uri]: [{ range, newText: '# ' }] } } },
      });
    }
    return null;
  },
};

const receive = ({ id, method, params, result }) => {
  note(`${method ?? 'answer'} ${JSON.stringify(params ?? result ?? null).slice(0, 200)}`);
  switch (method) {
    case 'textDocument/didOpen':
      texts.set(params.textDocument.uri, params.textDocument.text);
      publish(params.textDocument.uri);
      return;
    case 'textDocument/didChange':
      // It has said that it takes whole texts.
      if (params.contentChanges.some(({ range }) => range)) process.exit(4);
      texts.set(params.textDocument.uri, params.contentChanges.at(-1).text);
      publish(params.textDocument.uri);
      if (texts.get(params.textDocument.uri).includes(word)) for (const answer of held.splice(0)) answer();
      return;
    case 'exit':
      process.exit(0);
      return;
    case 'completionItem/resolve': {
      const start = { line: 0, character: 0 };
      const additionalTextEdits = [{ range: { start, end: start }, newText: `use ${word}\n` }];
      held.push(() => send({ id, result: { ...params, additionalTextEdits } }));
      return;
    }
    case '$/cancelRequest':
      held.length = 0;
      return;
    case 'workspace/symbol':
      // Never answered, so that it can be cancelled.
      return;
    default:
  }
  const answer = answers[method];
  if (id === undefined) return;
  if (answer) send({ id, result: answer(params) });
  else if (method) send({ id, error: { code: -32601, message: 'not known' } });
};

process.stdin.on('data', (bytes) => {
  buffer = Buffer.concat([buffer, bytes]);
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, end).toString())?.[1]);
    if (buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
    buffer = buffer.subarray(end + 4 + length);
    receive(message);
  }
});
process.stdin.on('end', () => process.exit(0));
