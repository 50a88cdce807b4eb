import { describe, expect, it } from 'vitest';
import { troubleOf } from '../../../../src-renderer/features/assistant/models/connection-trouble.ts';
import { contextText, factsOf, searchModels } from '../../../../src-renderer/features/assistant/models/model-facts.ts';
import {
  addressProblem,
  completeAddress,
  shortAddress,
} from '../../../../src-renderer/features/assistant/models/server-addresses.ts';

const model = (id: string) => ({ id, contextWindow: null, inputPrice: null, outputPrice: null });

describe('an address', () => {
  it.each([
    ['localhost:1234', 'http://localhost:1234/v1'],
    [' http://127.0.0.1:8080/ ', 'http://127.0.0.1:8080/v1'],
    ['https://models.example', 'https://models.example/v1'],
    ['models.example/api/v2/', 'https://models.example/api/v2'],
    ['192.168.1.20:11434', 'http://192.168.1.20:11434/v1'],
    ['[::1]:8080', 'http://[::1]:8080/v1'],
  ])('%s is completed', (typed, complete) => {
    expect(completeAddress(typed)).toBe(complete);
    expect(addressProblem(typed)).toBeNull();
  });

  it.each([
    '',
    'two words',
    'ftp://models.example',
    'https://',
    'https://name:secret@models.example',
    'http://models.example',
  ])('%s is not connected to', (typed) => expect(addressProblem(typed)).toEqual(expect.any(String)));

  it('is shown without what is the same for all', () => {
    expect(shortAddress('http://localhost:1234/v1')).toBe('localhost:1234');
  });
});

describe('the list of models', () => {
  it('is searched by words, those that cannot answer last', () => {
    const all = ['text-embedding-qwen', 'qwen3-coder:30b', 'llama-4'].map(model);
    expect(searchModels(all, '').map(({ id }) => id)).toEqual(['qwen3-coder:30b', 'llama-4', 'text-embedding-qwen']);
    expect(searchModels(all, ' 30B qwen').map(({ id }) => id)).toEqual(['qwen3-coder:30b']);
  });

  it('says what is known of each', () => {
    expect([900, 128_000, 1_047_576].map(contextText)).toEqual(['900', '128k', '1M']);
    expect(factsOf({ contextWindow: 400_000, inputPrice: 1.25, outputPrice: 10 })).toBe('400k · $1.25 in, $10.00 out');
    expect(factsOf({ contextWindow: null, inputPrice: 0, outputPrice: 0 })).toBe('');
  });
});

describe('trouble with a connection', () => {
  const failed = (reason: string) =>
    Object.assign(new Error('The model did not answer.'), {
      code: 'MODEL_FAILED',
      data: { reason, message: 'The key is wrong.', retryAfter: null, detail: 'Incorrect API key' },
    });

  it('stands where it can be mended', () => {
    expect(troubleOf(failed('wrongKey'))).toEqual({
      place: 'key',
      message: 'The key is wrong.',
      detail: 'Incorrect API key',
    });
    expect(troubleOf(failed('unreachable')).place).toBe('address');
    expect(troubleOf(failed('noQuota')).place).toBe('form');
  });

  it('of a system without a key store stands at the key', () => {
    const error = Object.assign(new Error('no safe place'), { code: 'SECRETS_UNAVAILABLE' });
    expect(troubleOf(error)).toEqual({ place: 'key', message: 'no safe place', detail: '' });
    expect(troubleOf(new Error('lost')).place).toBe('form');
  });
});
