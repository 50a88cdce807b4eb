import { expect, it } from 'vitest';
import { localPorts, readLocalPorts } from '../../../../src-main/core/assistant/models/local-servers.ts';

it('ports of servers on this machine are the usual ones unless others are told', () => {
  expect(readLocalPorts()).toEqual(localPorts);
  expect(readLocalPorts('ollama=11500, llamacpp=9000')).toEqual({ ollama: 11500, lmstudio: 1234, llamacpp: 9000 });
});

it('what is no port, or of no known server, is passed over', () => {
  expect(readLocalPorts('ollama=0,lmstudio=70000,llamacpp=99999999,constructor=80,ollama=')).toEqual(localPorts);
});
