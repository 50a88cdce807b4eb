import { t } from '../../localize.ts';
import './git-output.css';

/** What git or a hook wrote, as it wrote it. */
export function GitOutput({ output }: { readonly output: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
    <section className="git-output" tabIndex={0} aria-label={t('What git said')}>
      <pre>{output}</pre>
    </section>
  );
}
