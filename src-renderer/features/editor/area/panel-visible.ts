import type { DockviewPanelApi } from 'dockview-react';
import { useEffect, useState } from 'react';

/** Whether a tab is the one shown in its group. */
export function usePanelVisible(api: DockviewPanelApi): boolean {
  const [visible, setVisible] = useState(api.isVisible);
  useEffect(() => {
    setVisible(api.isVisible);
    const listener = api.onDidVisibilityChange((event) => setVisible(event.isVisible));
    return () => listener.dispose();
  }, [api]);
  return visible;
}
