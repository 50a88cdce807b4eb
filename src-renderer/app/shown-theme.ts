import type { Disposable } from './disposable.ts';

const attributes = ['data-theme', 'data-color-theme'];

/** A name for the theme that the page shows now; another theme has another. */
export function shownTheme(): string {
  const { theme = '', colorTheme = '' } = document.documentElement.dataset;
  return `${theme} ${colorTheme}`;
}

/** Hears when the page has got another theme. The classes that Monaco gives to coloured code mean other colours from then on. */
export function onThemeShown(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: attributes });
  return { dispose: () => observer.disconnect() };
}
