import { createElement } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { late } from '../late.ts';

/** Somebody waits for a folder. */
export interface FolderQuestion {
  readonly title: string;
  answer(path: string | null): void;
}

const LazyFolderDialog = late(() => import('./folder-dialog.tsx'));

/** Shows the folder dialog while a folder is asked for. */
export function FolderLayer({ question }: { readonly question: StoreApi<FolderQuestion | null> }) {
  const open = useStore(question);
  if (!open) return null;
  return createElement(LazyFolderDialog, open);
}
