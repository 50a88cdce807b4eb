import { describe, expect, it } from 'vitest';
import { ObjectStoreError } from '../../../cloud-api/objects.ts';
import { problemOf } from '../../../cloud-api/problems.ts';

const coded = (code: string, message = 'private') => Object.assign(new Error(message), { code });

describe('what a caller is told about an error', () => {
  it.each([
    [400, coded('22021')],
    [400, coded('23503')],
    [500, coded('42P01')],
    [500, new Error('private')],
    [500, 'private'],
    [503, coded('ECONNREFUSED')],
    [503, coded('57P01')],
    [503, new Error('Connection terminated unexpectedly')],
    [503, new ObjectStoreError('private')],
    [503, new Error('Failed query: private', { cause: coded('08006') })],
  ])('is %i and nothing of the error itself', (status, error) => {
    const problem = problemOf(error);
    expect(problem.status).toBe(status);
    expect(problem.message).not.toMatch(/private|terminated|\d/);
  });
});
