/** What every procedure knows about its request. */
export interface RequestContext {
  /** The caller's address, past the proxies that are ours. */
  readonly address: string;
  readonly requestId: string;
  /** Who is signed in, or null. */
  userId(): Promise<string | null>;
}
