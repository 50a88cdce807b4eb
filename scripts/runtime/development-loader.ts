// Stands in for Electron's default app, which the fallback lacks. Electron 25 runs it in its main process, so it is
// CommonJS of that age; it is kept as text because it is written beside a runtime outside the checkout.
const main = `'use strict';
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const appArgument = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!appArgument) {
  console.error('Usage: electron <folder of the app> [arguments]');
  process.exit(1);
}
const folder = resolve(appArgument);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(manifest.productName || manifest.name);
if (manifest.version) app.setVersion(manifest.version);
process.defaultApp = true;
require(join(folder, manifest.main || 'index.js'));
`;

/** Files of the `resources/app` that lets the fallback run the app named by its first argument, as `electron <folder>` does. */
export const loaderFiles: Readonly<Record<string, string>> = {
  'main.js': main,
  'package.json': `${JSON.stringify({ name: 'flashfusion-loader', main: 'main.js' })}\n`,
};
