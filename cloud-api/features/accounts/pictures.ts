import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { bytesOf, type ObjectStore } from '../../objects.ts';

/** Bytes. */
export const largestPicture = 256 * 1024;
/** Pixels, in both directions: a small file can be a picture that takes gigabytes to show. */
export const largestSide = 2048;

export interface Picture {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** People's pictures, one each. */
export interface Pictures {
  set(userId: string, picture: Picture): Promise<void>;
  get(userId: string): Promise<Picture | null>;
  remove(userId: string): Promise<void>;
}

/** Keeps pictures under the ids of their people, so that nothing of somebody who is gone can stay behind unnoticed. */
export function createPictures(objects: ObjectStore): Pictures {
  const keyOf = (userId: string) => `pictures/${userId}`;
  return {
    set: (userId, { contentType, bytes }) =>
      objects.put(keyOf(userId), { contentType, size: bytes.byteLength, body: bytesOf(bytes) }),
    async get(userId) {
      const found = await objects.get(keyOf(userId));
      if (found === null) return null;
      return { contentType: found.contentType, bytes: await buffer(found.body) };
    },
    remove: (userId) => objects.remove(keyOf(userId)),
  };
}

/** Where a picture is served, seen from the server's own address; another picture gets another one, for the caches. */
export function picturePath(userId: string, { bytes }: Picture): string {
  return `/api/account/pictures/${userId}?v=${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
}
