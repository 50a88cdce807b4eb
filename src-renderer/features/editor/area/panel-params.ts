/** What a tab shows: a document, a comparison of one (with what is on disk unless `subject` says), or a feature's own view. */
export interface PanelParams {
  readonly kind: 'document' | 'compare' | 'view';
  readonly document: string;
  /** Which comparison or view it is. */
  readonly subject?: string;
  /** The next preview takes its place. */
  readonly preview: boolean;
  readonly pinned: boolean;
}

/** Reads what a saved layout says about a tab; null when it makes no sense. */
export function readPanelParams(value: unknown): PanelParams | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, document, subject, preview, pinned } = value as Partial<Record<keyof PanelParams, unknown>>;
  if (typeof document !== 'string' || document === '') return null;
  if (kind !== 'document' && kind !== 'compare' && kind !== 'view') return null;
  const shown: PanelParams = { kind, document, preview: preview === true, pinned: pinned === true };
  return typeof subject === 'string' ? { ...shown, subject } : shown;
}
