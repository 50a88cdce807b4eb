import type { Service } from 'bonjour-service';
import { expect, test } from 'vitest';
import { readSession } from '../../../../src-main/core/collaboration/nearby.ts';

const code = '0123-4567-89AB-CDEF-GHJK';

function service(txt: unknown): Service {
  return { name: 'FlashFusion 1', port: 41234, addresses: ['192.168.1.20'], txt } as unknown as Service;
}

test('a session says what it is called, whose it is and how to come in', () => {
  expect(readSession(service({ name: 'Ferry times', person: 'Mira', code }))).toEqual({
    name: 'Ferry times',
    person: 'Mira',
    code,
    server: 'http://192.168.1.20:41234',
  });
  expect(readSession(service({ name: 'Ferry', code, server: 'https://cloud.example/path' }))).toEqual({
    name: 'Ferry',
    person: '',
    code,
    server: 'https://cloud.example',
  });
});

test.each([
  ['nothing', undefined],
  ['no code', { name: 'Ferry' }],
  ['no name', { name: ' \u0000 ', code }],
  ['a code that is none', { name: 'Ferry', code: '../../x' }],
  ['a name that is too long', { name: 'x'.repeat(101), code }],
  ['a server that is none of the web', { name: 'Ferry', code, server: 'file:///etc/passwd' }],
  ['a server with a password', { name: 'Ferry', code, server: 'https://a:b@cloud.example' }],
  ['fields of other kinds', { name: ['Ferry'], code: 7 }],
])('one with %s is passed over', (_, txt) => {
  expect(readSession(service(txt))).toBeNull();
});

test('what cannot be seen is taken out of names', () => {
  expect(readSession(service({ name: 'Fer\u202ery\n', person: '\u0007Mira', code }))).toMatchObject({
    name: 'Ferry',
    person: 'Mira',
  });
});
