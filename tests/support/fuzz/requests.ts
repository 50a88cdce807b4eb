import fc from 'fast-check';
import type { Operation, Parameter, Schema } from './operations.ts';

/** A request as it goes over the wire; nothing of it is made proper on the way. */
export interface FuzzRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Whether it is sent as somebody who is signed in. */
  readonly signedIn: boolean;
}

const nasty = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  '\u202e',
  "' OR 1=1 --",
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  '{{7*7}}',
  'javascript:alert(1)',
  '//evil.example',
  'https://evil.example/?a=b#c',
  '%00',
  '%s%n',
  '9'.repeat(400),
  'x'.repeat(20_000),
  'NaN',
  '-1',
];
const nastySegments = [
  '..%2f..%2fetc%2fpasswd',
  '..',
  '%2e%2e%2f',
  '../../package.json',
  '%00',
  '%',
  '%zz',
  '%c0%ae',
  '.',
  '',
];
const addresses = fc.ipV4();
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...nasty));

/** Values that a schema allows. `name` is what the value is called where it stands. */
export function schemaValue(schema: Schema, name = '', depth = 0): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => schemaValue(option, name, depth)));
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => schemaValue(part, name, depth));
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values));
  }
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!types) return depth > 3 ? fc.constant(null) : fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => typedValue(type, schema, name, depth)));
}

function typedValue(type: string, schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer();
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'array':
      return fc.array(schemaValue(schema.items ?? {}, name, depth + 1), { maxLength: 4 });
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      const model = Object.fromEntries(properties.map(([key, each]) => [key, schemaValue(each, key, depth + 1)]));
      const described = fc.record(model, { requiredKeys: [...(schema.required ?? [])] });
      const { additionalProperties } = schema;
      if (!additionalProperties) return described;
      const others = schemaValue(additionalProperties === true ? {} : additionalProperties, name, depth + 1);
      return fc
        .tuple(fc.dictionary(text, others, { maxKeys: 3 }), described)
        .map(([more, known]) => ({ ...more, ...known }));
    }
    default:
      return textOf(schema, name);
  }
}

function textOf({ pattern, format, minLength = 0, maxLength }: Schema, name: string): fc.Arbitrary<unknown> {
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  // The document does not say all that is asked of these.
  const mostly = (fitting: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 1, arbitrary: text });
  if (format === 'email' || /email/i.test(name))
    return mostly(fc.oneof(fc.stringMatching(/^[a-z]{3,12}@example\.com$/), fc.emailAddress()));
  if (/password/i.test(name)) return mostly(fc.string({ minLength: 10, maxLength: 40 }));
  if (/url$|redirect/i.test(name)) return mostly(fc.constant('/done'));
  return minLength > 0 || maxLength !== undefined ? fc.string({ minLength, maxLength: maxLength ?? 200 }) : text;
}

/** A value with one of its parts replaced by something else, or taken away. */
function mutated(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    text,
    fc.constantFrom<unknown>(1e308, -0, [], {}, null, true, nested(2000), { __proto__: null, constructor: {} }),
  );
  return fc.tuple(value, other, fc.nat(), fc.boolean()).map(([original, replacement, index, removed]) => {
    if (original === null || typeof original !== 'object') return replacement;
    const keys = Object.keys(original);
    const key = keys[index % Math.max(1, keys.length)];
    if (key === undefined) return replacement;
    const copy = structuredClone(original) as Record<string, unknown>;
    if (removed) delete copy[key];
    else copy[key] = replacement;
    return copy;
  });
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let index = 0; index < depth; index += 1) value = [value];
  return value;
}

interface Body {
  readonly content: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

function bodyOf(operation: Operation, largest: number): fc.Arbitrary<Body> {
  const { contentType, schema } = operation.body ?? { contentType: 'application/json', schema: {} };
  const type = contentType === '*/*' ? 'image/png' : contentType;
  const of = (content: fc.Arbitrary<string | Uint8Array>, declared: fc.Arbitrary<string> = fc.constant(type)) =>
    fc
      .tuple(content, declared)
      .map(([bytes, given]) => ({ content: Buffer.from(bytes), headers: { 'content-type': given } }));
  const json = (value: fc.Arbitrary<unknown>) => value.map((each) => JSON.stringify(each) ?? 'null');
  const described: Record<string, fc.Arbitrary<string>> = {
    'application/json': json(schemaValue(schema)),
    'application/x-www-form-urlencoded': schemaValue(schema).map(formOf),
  };
  const types = fc.constantFrom(
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/event-stream',
    'image/svg+xml',
    '/',
    '',
  );
  return fc.oneof(
    { weight: operation.body ? 12 : 1, arbitrary: of(described[type] ?? fc.uint8Array({ maxLength: 4000 })) },
    { weight: 6, arbitrary: of(json(mutated(schemaValue(schema)))) },
    { weight: 2, arbitrary: of(json(schemaValue(schema)).map((each) => each.slice(0, -1))) },
    { weight: 2, arbitrary: of(json(schemaValue(schema)), types) },
    { weight: 2, arbitrary: of(fc.uint8Array({ maxLength: 200 }), types) },
    { weight: 1, arbitrary: of(fc.constant(new Uint8Array(largest))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('gzip', 'br', 'x').map((encoding) => ({
        content: Buffer.from('{"a":1}'),
        headers: { 'content-type': type, 'content-encoding': encoding },
      })),
    },
    { weight: operation.body ? 1 : 40, arbitrary: fc.constant({ content: null, headers: {} }) },
  );
}

function formOf(value: unknown): string {
  const fields = Object.entries(value ?? {}).map(([name, field]) => [name, String(field)]);
  return new URLSearchParams(fields).toString();
}

function targetOf({ path, parameters }: Operation): fc.Arbitrary<string> {
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const segments = path.split('/').map((segment) => {
    const parameter = parameters.find(({ name }) => segment === `{${name}}`);
    return parameter ? fc.oneof(encoded(parameter), fc.constantFrom(...nastySegments)) : fc.constant(segment);
  });
  const query = queries.map((parameter) =>
    fc
      .option(encoded(parameter), { freq: parameter.required ? 8 : 2, nil: null })
      .map((value) => value !== null && `${parameter.name}=${value}`),
  );
  const extra = fc.constantFrom('', '', '', '&a=1&a=2', '&a[b][c]=1', '&__proto__[x]=1', '&%', '&='.repeat(500));
  return fc.tuple(fc.tuple(...segments), fc.tuple(...query), extra).map(([names, values, more]) => {
    const asked = values.filter((value) => value !== false).join('&') + more;
    return names.join('/') + (asked === '' ? '' : `?${asked}`);
  });
}

function encoded({ name, schema }: Parameter): fc.Arbitrary<string> {
  return schemaValue(schema, name).map((value) => encodeURIComponent(String(value).toWellFormed()).slice(0, 6000));
}

const oddHeaders = fc.constantFrom<Record<string, string>>(
  {},
  {},
  {},
  { origin: 'https://evil.example' },
  { origin: 'null', cookie: 'a=b' },
  { cookie: 'flashfusion.session_token=x.y; flashfusion.session_data=%7B' },
  { cookie: '=;;=\u00ff; a' },
  { authorization: 'Bearer ' },
  { authorization: `Bearer ${'x'.repeat(6000)}` },
  { authorization: 'Basic %%%' },
  { accept: 'text/html;q=zzz,*/*' },
  { 'accept-encoding': 'identity;q=0' },
  { 'x-request-id': '\u00e9<script>' },
  { 'x-forwarded-for': 'not an address, \u00ff' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
  { host: 'evil.example:99999' },
  { range: 'bytes=5-1', 'if-none-match': '*' },
  { 'user-agent': '\u00ff'.repeat(3000) },
  { 'last-event-id': 'x', accept: 'text/event-stream' },
);

/** Requests for an operation: most as the document has them, others with one or more things wrong. */
export function requestsFor(operation: Operation, largest: number): fc.Arbitrary<FuzzRequest> {
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant(operation.method) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'),
    },
  );
  return fc
    .tuple(method, targetOf(operation), bodyOf(operation, largest), oddHeaders, addresses, fc.boolean())
    .map(([given, target, { content, headers }, odd, address, signedIn]) => ({
      method: given,
      target,
      headers: {
        'x-forwarded-for': address,
        ...(content === null ? {} : { 'content-length': String(content.length) }),
        ...headers,
        ...odd,
      },
      body: content,
      signedIn,
    }));
}
