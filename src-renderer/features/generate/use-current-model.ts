import { useEffect, useState } from 'react';
import { useServices } from '../../app/services.ts';

export type CurrentModel =
  | { readonly status: 'asking' }
  | { readonly status: 'none' }
  | { readonly status: 'connected'; readonly model: string; readonly local: boolean };

/** The model that writes new projects: the user's own choice. */
export function useCurrentModel(): CurrentModel {
  const { core, coreEvents } = useServices();
  const [model, setModel] = useState<CurrentModel>({ status: 'asking' });
  useEffect(() => {
    let current = true;
    const read = () =>
      core.assistant.models.state({ projectId: null }).then(
        ({ connections, choice }) => {
          if (!current) return;
          const connection = connections.find(({ id }) => id === choice?.connectionId);
          setModel(
            choice && connection
              ? { status: 'connected', model: choice.model, local: connection.local }
              : { status: 'none' },
          );
        },
        () => current && setModel({ status: 'none' }),
      );
    void read();
    const listening = coreEvents.listen((event) => {
      if (event.type === 'models.changed') void read();
    });
    return () => {
      current = false;
      listening.dispose();
    };
  }, [core, coreEvents]);
  return model;
}
