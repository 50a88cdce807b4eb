import { z } from 'zod';

/** What Core asks of the cloud server that it has started as its child. */
export type ToEmbeddedCloud =
  /** Answer other machines too; port 0 takes any. */
  { readonly type: 'open'; readonly host: string; readonly port: number } | { readonly type: 'close' };

/** What that child tells Core. */
export const FromEmbeddedCloud = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), url: z.url() }),
  z.object({ type: z.literal('opened'), port: z.number().int() }),
  z.object({ type: z.literal('closed') }),
  z.object({ type: z.literal('failed'), code: z.string().nullable(), message: z.string() }),
]);
export type FromEmbeddedCloud = z.infer<typeof FromEmbeddedCloud>;

/** Whether a failure to listen is about the port: taken, or kept by the system for itself. `code` is Node's. */
export function isPortFault(code: string | null | undefined): boolean {
  return code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL';
}
