/**
 * What a previewed page may do: run, keep data of its own origin, send forms, ask with the browser's dialogs. No windows, no
 * downloads, no way to the window around it.
 */
export const previewedPageSandbox = 'allow-scripts allow-same-origin allow-forms allow-modals allow-pointer-lock';
