import { type ComponentType, createElement, type ReactNode, useLayoutEffect, useState } from 'react';

interface Late<Props extends object> {
  readonly load: () => Promise<{ readonly default: ComponentType<Props> }>;
  readonly placeholder: ReactNode;
  loading: Promise<void> | null;
  loaded: ComponentType<Props> | null;
}

/**
 * A component that is loaded when it is first shown, with `placeholder` where it will stand. React's `lazy` leaves its fallback for
 * 300 ms at least (`FALLBACK_THROTTLE_MS` of react-dom), however soon the component is there; this one gives way at once. What goes
 * wrong while it loads is thrown where it is shown, and tried again when it is shown the next time.
 */
export function late<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  placeholder: ReactNode = null,
): ComponentType<Props> {
  const source: Late<Props> = { load, placeholder, loading: null, loaded: null };
  return (props) => useLate(source, props);
}

function useLate<Props extends object>(source: Late<Props>, props: Props): ReactNode {
  const [component, setComponent] = useState(() => source.loaded);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useLayoutEffect(() => {
    if (component !== null) return;
    let gone = false;
    source.loading ??= source.load().then((module) => {
      source.loaded = module.default;
    });
    source.loading.then(
      () => {
        if (!gone) setComponent(() => source.loaded);
      },
      (error: unknown) => {
        source.loading = null;
        if (!gone) setFailure({ error });
      },
    );
    return () => {
      gone = true;
    };
  }, [component, source]);
  if (failure) throw failure.error;
  return component === null ? source.placeholder : createElement(component, props);
}
