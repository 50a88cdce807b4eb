import common from './de/common.json' with { type: 'json' };
import shell from './de/shell.json' with { type: 'json' };

/** German for Shell: by the English that stands in the code. */
export const germanOfShell: Readonly<Record<string, string>> = { ...common, ...shell };
