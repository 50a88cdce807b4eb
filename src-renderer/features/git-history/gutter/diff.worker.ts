import { findChanges } from '../changes/build-patch.ts';

interface Question {
  readonly id: number;
  readonly base: string;
  readonly next: string;
}

// Differences are looked for here so that no key ever waits for them.
self.onmessage = ({ data }: MessageEvent<Question>) => {
  self.postMessage({ id: data.id, changes: findChanges(data.base, data.next) });
};
