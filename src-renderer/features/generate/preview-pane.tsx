import { useEffect, useState } from 'react';
import { messageOf } from '../../app/error-message.ts';
import { previewedPageSandbox } from '../../app/previewed-page.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';

interface PreviewPaneProps {
  readonly id: string;
  /** Whether the run has a build that has not passed. */
  readonly unbuilt: boolean;
  /** Changes when there is something else to see. */
  readonly revision: string;
}

type Shown = { readonly origin: string | null } | { readonly problem: string } | null;

/** What has been made, as a page, before it is a project. */
export function PreviewPane({ id, unbuilt, revision }: PreviewPaneProps) {
  const { core, coreReconnected } = useServices();
  const [shown, setShown] = useState<Shown>(null);
  const [connection, setConnection] = useState(0);
  useEffect(() => {
    const listening = coreReconnected.listen(() => setConnection((count) => count + 1));
    return () => listening.dispose();
  }, [coreReconnected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision is another page, and so is that of another Core.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void (async () => {
      for await (const served of await core.generate.preview({ id }, { signal })) {
        if (!signal.aborted) setShown(served);
      }
    })().catch((error: unknown) => {
      if (!signal.aborted) setShown({ problem: messageOf(error) });
    });
    return () => controller.abort();
  }, [core, id, revision, connection]);
  if (shown && 'origin' in shown && shown.origin !== null) {
    return (
      <iframe
        key={shown.origin}
        className="generate-preview"
        title={t('Preview of what was made')}
        src={shown.origin}
        sandbox={previewedPageSandbox}
        referrerPolicy="no-referrer"
      />
    );
  }
  return (
    <div className="generate-code">
      <p className="generate-code-empty" role="status">
        {shown === null ? '' : 'problem' in shown ? shown.problem : reasonFor(unbuilt)}
      </p>
    </div>
  );
}

function reasonFor(unbuilt: boolean): string {
  return unbuilt
    ? t('Its pages are there once it is built: run the checks that install and build it, or open the project.')
    : t('There is no page to show. What it does is seen when the project is opened.');
}
