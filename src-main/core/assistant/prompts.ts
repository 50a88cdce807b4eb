import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type PromptName = 'chat' | 'continue' | 'title' | 'inline-edit' | 'complete';
export type Prompts = (name: PromptName, values?: Readonly<Record<string, string>>) => Promise<string>;

/** Gives the texts that models are instructed with, each read once, with its `{{names}}` filled in. */
export function createPrompts(folder: string): Prompts {
  const read = new Map<PromptName, Promise<string>>();
  return async (name, values = {}) => {
    const text = read.get(name) ?? readFile(join(folder, `${name}.md`), 'utf8');
    read.set(name, text);
    // In one pass, so that what is filled in is not read for further names.
    return (await text).trim().replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
  };
}
