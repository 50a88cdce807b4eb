import { z } from 'zod';

/** Where a page ends: what it is ordered by, and the template's id where several have the same. */
export interface PageMark {
  /** Milliseconds since 1970, or a count of downloads. */
  readonly value: number;
  readonly id: string;
}

/** The last moment of the year 9999: PostgreSQL reads later ones in another way. */
const largestValue = 253_402_300_799_999;

const Mark = z.tuple([z.int().nonnegative().max(largestValue), z.string().regex(/^[a-z0-9-]{1,64}$/)]);

/** Callers pass it back and need not know what it holds. */
export function writePageMark({ value, id }: PageMark): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** Null for what `writePageMark` did not write. */
export function readPageMark(text: string): PageMark | null {
  try {
    const [value, id] = Mark.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { value, id };
  } catch {
    return null;
  }
}
