import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { expect, onTestFinished, test } from 'vitest';
import { startCore } from '../../../support/core.ts';

const text = readFileSync(join(import.meta.dirname, '../../../support/themes/harbour-color-theme.jsonc'), 'utf8');
const file = { text, fileName: 'harbour-color-theme.jsonc' };

async function setUp() {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  return { ...core, folder: join(core.dataFolder, 'user', 'themes') };
}

test('a theme is kept as it is, listed, removed and added again', async () => {
  const { client, events, folder } = await setUp();
  const window = await events(null);
  const added = await client.themes.add(file);
  expect(added).toMatchObject({ id: 'harbour-night', name: 'Harbour Night', type: 'dark' });
  expect(readFileSync(join(folder, 'harbour-night.json'), 'utf8')).toBe(text);
  await window.next((event) => event.type === 'themes.changed' && event.themes.length === 1);
  expect(await client.themes.list()).toEqual([{ id: 'harbour-night', name: 'Harbour Night', type: 'dark' }]);
  expect(await client.themes.get({ id: 'harbour-night' })).toEqual(added);

  const removed = await client.themes.remove({ id: 'harbour-night' });
  expect(removed.text).toBe(text);
  expect(await client.themes.list()).toEqual([]);
  expect(await safe(client.themes.get({ id: 'harbour-night' }))).toMatchObject({ error: { code: 'THEME_NOT_FOUND' } });
  expect((await client.themes.add(removed)).id).toBe('harbour-night');
});

test('the same text is one theme; another one of the same name is a second', async () => {
  const { client, folder } = await setUp();
  await client.themes.add(file);
  expect((await client.themes.add(file)).id).toBe('harbour-night');
  expect((await client.themes.add({ ...file, text: `${text}\n` })).id).toBe('harbour-night-2');
  expect(readdirSync(folder).sort()).toEqual(['harbour-night-2.json', 'harbour-night.json']);
});

test('what is no theme is refused and not kept; reading keeps nothing', async () => {
  const { client } = await setUp();
  for (const wrong of ['{', '[]', '{ "include": "./a.json", "colors": {} }']) {
    const { error } = await safe(client.themes.add({ text: wrong, fileName: 'a.json' }));
    expect(error).toMatchObject({ code: 'INVALID_THEME' });
  }
  await client.themes.read(file);
  expect(await client.themes.list()).toEqual([]);
});

test('broken files and files of other names in the folder do no harm', async () => {
  const { client, folder } = await setUp();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'broken.json'), '{');
  writeFileSync(join(folder, 'Not An Id.json'), text);
  writeFileSync(join(folder, 'mine.json'), '{ "type": "light", "colors": {} }');
  expect(await client.themes.list()).toEqual([{ id: 'mine', name: 'mine', type: 'light' }]);
});

test('ids lead nowhere else', async () => {
  const { client } = await setUp();
  expect((await safe(client.themes.get({ id: '../settings' }))).error).toBeTruthy();
  expect((await safe(client.themes.remove({ id: '..' }))).error).toBeTruthy();
});

test('settings take an imported theme by its id, and nothing else', async () => {
  const { client } = await setUp();
  const choose = (value: string) =>
    client.settings.update({ scope: 'user', projectId: null, key: 'workbench.theme', value });
  expect((await choose('user:harbour-night')).effective['workbench.theme']).toBe('user:harbour-night');
  expect((await safe(choose('user:../x'))).error).toMatchObject({ code: 'INVALID_SETTING' });
});
