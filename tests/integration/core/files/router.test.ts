import { createRouterClient, ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createFilesRouter } from '../../../../src-main/core/files/router.ts';
import { projectId, startFiles } from './files-fixture.ts';

describe('the files contract', () => {
  it('is served with its typed errors and streams', async () => {
    const files = startFiles();
    files.write('a', 'one');
    const client = createRouterClient(createFilesRouter(files.service));
    const parts: string[] = [];
    let version: string | null = null;
    for await (const part of await client.read({ projectId, path: 'a' })) {
      parts.push(part.type);
      if (part.type === 'head') version = part.head.version;
    }
    expect(parts).toEqual(['head', 'done']);
    files.write('a', 'two');
    const save = client.save({
      projectId,
      path: 'a',
      text: 'three',
      encoding: 'utf-8',
      byteOrderMark: false,
      lineEnd: 'lf',
      keepMixedLineEnds: false,
      baseVersion: version,
    });
    const error = await save.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ORPCError);
    expect(error).toMatchObject({ defined: true, code: 'CHANGED_ON_DISK', data: { version: expect.any(String) } });
    await expect(client.read({ projectId, path: '../a' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.createFile({ projectId, path: 'b' })).resolves.toEqual({ undoId: expect.any(String) });
    await expect(client.list({ projectId, paths: [''] })).resolves.toEqual({
      '': [
        { name: 'a', kind: 'file' },
        { name: 'b', kind: 'file' },
      ],
    });
  });
});
