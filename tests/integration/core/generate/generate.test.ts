import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Generation, GenerationPart, PlanPart } from '../../../../contract/desktop/generate.ts';
import { startAssistant } from '../../../support/assistant.ts';
import { boardFiles, filesAnswer, generatingModel, planOf } from '../../../support/generated-project.ts';
import { asFrame, ask } from '../../../support/preview-client.ts';

type Generate = Awaited<ReturnType<typeof startAssistant>>['client']['generate'];
type Stream<Part> = Promise<AsyncIterable<Part>>;

async function read<Part>(stream: Stream<Part>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of await stream) parts.push(part);
  return parts;
}

async function finish(stream: Stream<GenerationPart>): Promise<{ parts: GenerationPart[]; generation: Generation }> {
  const parts = await read(stream);
  const last = parts.at(-1);
  if (last?.type !== 'done') throw new Error(`It ended with ${last?.type}.`);
  return { parts, generation: last.generation };
}

function planned(parts: readonly PlanPart[]) {
  const last = parts.at(-1);
  if (last?.type !== 'done') throw new Error('no end');
  return last;
}

/** Has a model write these files and the checks run over them. */
async function generateAndCheck(
  { client, core, server }: Awaited<ReturnType<typeof startAssistant>>,
  files: Parameters<typeof generatingModel>[0],
): Promise<Generation> {
  server.otherwise(generatingModel(files));
  const { generation } = await finish(
    client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
  );
  return (await finish(client.generate.check({ id: generation.id }))).generation;
}

/** Looks at a run's pages until it is closed. */
async function look(generate: Generate, id: string) {
  const controller = new AbortController();
  const pages = (await generate.preview({ id }, { signal: controller.signal }))[Symbol.asyncIterator]();
  const { value } = await pages.next();
  return {
    origin: (value as { origin: string | null }).origin,
    async close() {
      controller.abort();
      await pages.return?.().catch(() => undefined);
    },
  };
}

const getPage = (origin: string | null, path: string) => ask(`${origin}/`, { path, headers: asFrame });

const prompt = 'A departure board for our ferry pier, readable from across the hall';

describe('a project from a prompt', () => {
  test('is planned, written, checked, committed and opened', async () => {
    const { client, core, server } = await startAssistant();
    server.otherwise(generatingModel(boardFiles));
    const { plan, usage } = planned(await read(client.generate.plan({ prompt, starter: null, change: null })));
    expect(plan?.files.map(({ path }) => path)).toEqual(Object.keys(boardFiles));
    expect(usage?.inputTokens).toBeGreaterThan(0);
    if (!plan) throw new Error('no plan');
    const { parts, generation } = await finish(client.generate.start({ prompt, plan, parent: core.projectsFolder }));
    expect(generation).toMatchObject({ status: 'finished', problem: null, model: 'test-model', local: true });
    for (const [path, text] of Object.entries(boardFiles)) {
      expect(readFileSync(join(generation.folder, path), 'utf8'), path).toBe(text);
      expect((await client.generate.file({ id: generation.id, path })).text).toBe(text);
    }
    expect(
      parts
        .filter((part) => part.type === 'text')
        .map((part) => part.text)
        .join(''),
    ).toBe(Object.values(boardFiles).join(''));
    expect(Object.fromEntries(generation.checks.map(({ id, status }) => [id, status]))).toEqual({
      parse: 'passed',
      dependencies: 'passed',
      install: 'skipped',
      types: 'skipped',
      build: 'skipped',
    });
    expect(git(generation.folder, 'log', '--format=%s')).toBe('First commit');
    expect(git(generation.folder, 'status', '--porcelain')).toBe('');
    expect((await client.generate.unfinished({})).generations).toHaveLength(1);
    const project = await client.generate.adopt({ id: generation.id });
    expect(project).toMatchObject({ path: generation.folder, trusted: true });
    expect((await client.generate.unfinished({})).generations).toEqual([]);
    expect((await client.assistant.usage.report({ projectId: null, days: 1 })).total.messages).toBeGreaterThan(0);
  });

  test('shows its pages before it is opened, for as long as somebody looks', async () => {
    const { client, core, server } = await startAssistant();
    server.otherwise(generatingModel(boardFiles));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(boardFiles), parent: core.projectsFolder }),
    );
    const { origin, close } = await look(client.generate, generation.id);
    const served = await getPage(origin, '/index.html');
    expect(served.status).toBe(200);
    expect(served.text).toContain('<script type="module" src="src/board.js">');
    expect((await getPage(origin, '/../../settings.json')).status).toBe(400);
    await close();
    await vi.waitFor(() => expect(getPage(origin, '/index.html')).rejects.toThrow('ECONNREFUSED'));
  });

  test('shows nothing through a link that leads out, nor of a folder that was put in its place', async () => {
    const { client, core, server } = await startAssistant();
    const files = { 'package.json': '{ "scripts": { "dev": "node x.js" }, "dependencies": { "a": "1.0.0" } }\n' };
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const { id, folder } = generation;
    mkdirSync(join(core.projectsFolder, 'other'));
    writeFileSync(join(core.projectsFolder, 'other', 'index.html'), 'of somebody else');
    symlinkSync(join(core.projectsFolder, 'other'), join(folder, 'dist'));
    await expect(look(client.generate, id)).rejects.toMatchObject({ code: 'OUTSIDE_PROJECT' });
    renameSync(folder, `${folder}-before`);
    renameSync(join(core.projectsFolder, 'other'), folder);
    await expect(look(client.generate, id)).rejects.toThrow();
  });

  test('begins from a starter, whose files stay where the plan has none', async () => {
    const { client, core, server } = await startAssistant();
    const files = { 'site/index.html': '<!doctype html><title>Mine</title>\n', 'site/new.css': 'a { color: red }\n' };
    server.otherwise(generatingModel(files));
    const plan = planOf(files, { starter: 'static-site' });
    const { generation } = await finish(client.generate.start({ prompt, plan, parent: core.projectsFolder }));
    expect(readFileSync(join(generation.folder, 'site/index.html'), 'utf8')).toBe(files['site/index.html']);
    expect(existsSync(join(generation.folder, 'site/about.html'))).toBe(true);
    expect(server.chats().at(-1)?.text).toContain('check-site.js');
  });

  test('needs a plan: one that is malformed is asked for once more, then refused', async () => {
    const { client, server } = await startAssistant();
    server.script({ text: 'I would love to.' }, { text: JSON.stringify(planOf(boardFiles)) });
    expect(planned(await read(client.generate.plan({ prompt, starter: null, change: null }))).plan?.name).toBe(
      'ferry-times',
    );
    server.script(
      { text: '{"name": "x", "files": [{"path"' },
      { text: '{"name":"x","files":[{"path":"../../etc/passwd","purpose":""}]}' },
    );
    const refused = planned(await read(client.generate.plan({ prompt, starter: null, change: null })));
    expect(refused).toMatchObject({ plan: null, problem: { reason: 'badAnswer' } });
    expect(server.chats()).toHaveLength(4);
  });

  test('is changed by a wish, from the plan before', async () => {
    const { client, server } = await startAssistant();
    server.otherwise(generatingModel(boardFiles));
    const plan = planOf({ 'only-this.html': '' });
    await read(client.generate.plan({ prompt, starter: null, change: { plan, wish: 'Without a server' } }));
    const asked = server.chats().at(-1)?.body.messages?.at(-1)?.content ?? '';
    expect(asked).toContain('only-this.html');
    expect(asked).toContain('Without a server');
  });

  test('goes on with what is missing after the connection was cut in a file', async () => {
    const { client, core, server } = await startAssistant();
    const names = Object.keys(boardFiles);
    const text = filesAnswer(boardFiles);
    // Behind the first line of the third file.
    const cutAt = text.indexOf('/** Sample') + 12;
    server.script({ text, pieces: cutAt, cutAfter: 1 });
    const first = await finish(
      client.generate.start({ prompt, plan: planOf(boardFiles), parent: core.projectsFolder }),
    );
    expect(first.generation).toMatchObject({ status: 'stopped', problem: { reason: 'interrupted' } });
    expect(first.generation.files.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(existsSync(join(first.generation.folder, names[2] ?? ''))).toBe(false);
    expect(temporaries(first.generation.folder)).toEqual([]);
    server.otherwise(generatingModel(boardFiles));
    const second = await finish(client.generate.resume({ id: first.generation.id }));
    expect(second.generation.status).toBe('finished');
    const asked = server.chats().at(-1)?.body.messages?.at(-1)?.content ?? '';
    expect(asked.split('Write these files now:\n')[1]?.split('\n')).toEqual(names.slice(2));
    for (const [path, content] of Object.entries(boardFiles)) {
      expect(readFileSync(join(second.generation.folder, path), 'utf8')).toBe(content);
    }
  });

  test('is stopped by whoever reads it, keeps what is finished, and goes on after a new start', async () => {
    const { client, core, server } = await startAssistant();
    server.script({
      text: filesAnswer(boardFiles),
      pieces: 20,
      holdAfter: { pieces: 30, until: new Promise(() => {}) },
    });
    const stop = new AbortController();
    let id = '';
    try {
      for await (const part of await client.generate.start(
        { prompt, plan: planOf(boardFiles), parent: core.projectsFolder },
        { signal: stop.signal },
      )) {
        if (part.type === 'started') id = part.generation.id;
        if (part.type === 'file' && part.file.status === 'done') stop.abort();
      }
    } catch {
      // It was stopped.
    }
    const stopped = await client.generate.get({ id });
    expect(stopped.status).toBe('stopped');
    expect(stopped.files[0]?.status).toBe('done');
    await expect.poll(() => server.chats()[0]?.aborted).toBe(true);
    expect((await client.generate.unfinished({})).generations.map((one) => one.id)).toEqual([id]);
    server.otherwise(generatingModel(boardFiles));
    const { generation } = await finish(client.generate.resume({ id }));
    expect(generation.status).toBe('finished');
  });

  test('asks again where an answer ended before all files were in it, and gives up on one without any', async () => {
    const { client, core, server } = await startAssistant();
    const [one, two, ...rest] = Object.entries(boardFiles);
    if (!one || !two) throw new Error('no files');
    server.script(
      { text: filesAnswer(Object.fromEntries([one])), finish: 'length' },
      { text: filesAnswer(Object.fromEntries([two, ...rest])) },
    );
    const plan = planOf(boardFiles);
    expect((await finish(client.generate.start({ prompt, plan, parent: core.projectsFolder }))).generation.status).toBe(
      'finished',
    );
    server.script({ text: 'I cannot do that.' });
    const given = await finish(
      client.generate.start({ prompt, plan: { ...plan, name: 'second' }, parent: core.projectsFolder }),
    );
    expect(given.generation).toMatchObject({ status: 'failed', problem: { reason: 'badAnswer' } });
  });

  test('never writes outside its folder: not through the answer, the plan, or a link', async () => {
    const { client, core, server } = await startAssistant();
    const outside = join(core.dataFolder, 'outside');
    mkdirSync(outside);
    const plan = planOf({ 'src/a.js': '', 'b.js': '' });
    server.script({
      text: filesAnswer({
        '../evil.js': 'x\n',
        '/tmp/evil.js': 'x\n',
        '.git/hooks/post-commit': 'x\n',
        'src/a.js': 'export {};\n',
        'b.js': 'export {};\n',
      }),
    });
    const { generation } = await finish(client.generate.start({ prompt, plan, parent: core.projectsFolder }));
    expect(generation.status).toBe('finished');
    expect(existsSync(join(core.projectsFolder, 'evil.js'))).toBe(false);
    expect(existsSync(join(generation.folder, '.git/hooks/post-commit'))).toBe(false);
    for (const path of ['../x.js', '.git/config', 'node_modules/a/b.js', 'con.js']) {
      const bad = planOf({ [path]: '' }, { name: 'bad' });
      await expect(read(client.generate.start({ prompt, plan: bad, parent: core.projectsFolder }))).rejects.toThrow();
      expect(existsSync(join(core.projectsFolder, 'bad'))).toBe(false);
    }
    // Somebody puts a link where a folder was to be.
    server.script({ error: { status: 500 } });
    const linked = await finish(
      client.generate.start({
        prompt,
        plan: planOf({ 'src/a.js': '' }, { name: 'linked' }),
        parent: core.projectsFolder,
      }),
    );
    symlinkSync(outside, join(linked.generation.folder, 'src'));
    server.script({ text: filesAnswer({ 'src/a.js': 'export {};\n' }) });
    await expect(read(client.generate.resume({ id: linked.generation.id }))).rejects.toThrow();
    expect(readdirSync(outside)).toEqual([]);
    expect((await client.generate.get({ id: linked.generation.id })).status).toBe('failed');
  });

  test('is not written into a folder that was put in its place, nor is that one thrown away', async () => {
    const { client, core, server } = await startAssistant();
    server.script({ error: { status: 500 } });
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(boardFiles), parent: core.projectsFolder }),
    );
    rmSync(generation.folder, { recursive: true });
    // It may well get the inode that has just become free.
    mkdirSync(generation.folder);
    writeFileSync(join(generation.folder, 'mine.txt'), 'mine');
    await expect(read(client.generate.resume({ id: generation.id }))).rejects.toThrow(/not the folder/);
    await client.generate.discard({ id: generation.id });
    expect(readFileSync(join(generation.folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  test('discarded, goes to the trash', async () => {
    const { client, core, server } = await startAssistant();
    server.script({ error: { status: 500 } });
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(boardFiles), parent: core.projectsFolder }),
    );
    await client.generate.discard({ id: generation.id });
    expect(existsSync(generation.folder)).toBe(false);
    expect((await client.generate.unfinished({})).generations).toEqual([]);
  });

  test('holds to the limits of the assistant', async () => {
    const { client, core, server } = await startAssistant({ limits: true });
    await client.settings.update({ scope: 'user', projectId: null, key: 'assistant.messagesPerMinute', value: 1 });
    server.otherwise(generatingModel(boardFiles));
    const { plan } = planned(await read(client.generate.plan({ prompt, starter: null, change: null })));
    if (!plan) throw new Error('no plan');
    const { generation } = await finish(client.generate.start({ prompt, plan, parent: core.projectsFolder }));
    expect(generation).toMatchObject({ status: 'stopped', problem: { reason: 'minuteLimit' } });
  });

  test('tells nobody the secrets of its prompt', async () => {
    const { client, server } = await startAssistant();
    server.otherwise(generatingModel(boardFiles));
    const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
    const asked = `A page that lists my repositories with the token ${secret}`;
    expect((await client.generate.lint({ prompt: asked })).notes).toMatchObject([{ kind: 'secret' }]);
    await read(client.generate.plan({ prompt: asked, starter: null, change: null }));
    expect(server.requests.filter(({ text }) => text.includes(secret))).toEqual([]);
  });

  test('has the values of its prompt in the place of their marks, and says where it is not clear which', async () => {
    const { client, core, server } = await startAssistant();
    const secret = 's3cret-Zq7Kp2Vx';
    const url = (password: string) => `postgres://app:${password}@db.local/app`;
    const asked = `A page on our ferries from ${url(secret)}`;
    const mark = '[redacted: password]';
    const files = {
      'config.ts': `export const url = '${url(mark)}';\n`,
      // Nothing would show there that it is one, and the next request would tell it.
      'notes.md': `The word is ${mark}.\n`,
    };
    const plan = planOf(files, { summary: `Reads ${url(mark)}.` });
    server.otherwise(generatingModel(files, plan));
    const { parts, generation } = await finish(
      client.generate.start({ prompt: asked, plan, parent: core.projectsFolder }),
    );
    const { id, folder } = generation;
    expect(server.requests.filter(({ text }) => text.includes(secret))).toEqual([]);
    expect(readFileSync(join(folder, 'config.ts'), 'utf8')).toBe(files['config.ts'].replace(mark, secret));
    expect(parts.findLast((part) => part.type === 'text' && part.path === 'config.ts')).toMatchObject({
      text: files['config.ts'].replace(mark, secret),
    });
    expect((await client.generate.get({ id })).files).toMatchObject([
      { path: 'config.ts', status: 'done', problem: '' },
      { path: 'notes.md', status: 'done', problem: expect.stringContaining('blacked out') },
    ]);
    expect(readFileSync(join(folder, 'notes.md'), 'utf8')).toBe(files['notes.md']);

    const two = `${asked}, and from ${url('0ther-Hb3Nc8Jd')}`;
    const unclear = await finish(
      client.generate.start({ prompt: two, plan: { ...plan, name: 'second' }, parent: core.projectsFolder }),
    );
    expect(unclear.generation.files.map(({ problem }) => problem === '')).toEqual([false, false]);
    const wanted = await finish(
      client.generate.start({
        ...{ prompt: `A page that says ${mark}`, parent: core.projectsFolder },
        plan: { ...plan, name: 'third' },
      }),
    );
    expect(wanted.generation.files.map(({ problem }) => problem)).toEqual(['', '']);
  });

  test('without a model says so', async () => {
    const { client } = await startAssistant({ connected: false });
    expect(planned(await read(client.generate.plan({ prompt, starter: null, change: null })))).toMatchObject({
      plan: null,
      problem: { reason: 'noModel' },
    });
  });
});

const buildable = (script: string) => ({
  'package.json': `${JSON.stringify({ name: 'x', private: true, type: 'module', scripts: { build: script, prebuild: "node -e \"require('fs').writeFileSync('prebuild.txt','')\"" } }, null, 2)}\n`,
  'build.js':
    "import { value } from './value.js';\nif (value !== 2) throw new Error('error: value is ' + value + ' in value.js');\n",
  'value.js': 'export const value = 1;\n',
});

describe('the checks that run programs', () => {
  test('wait for somebody to agree, fail, are repaired once with its cost said first, and run again', async () => {
    const { client, core, server } = await startAssistant();
    const files = buildable('node build.js');
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const { id, folder } = generation;
    const build = generation.checks.find((check) => check.id === 'build');
    expect(build).toMatchObject({ status: 'waiting', command: 'npm run --ignore-scripts build: node build.js' });
    const failed = (await finish(client.generate.check({ id }))).generation;
    expect(failed.checks.find((check) => check.id === 'build')).toMatchObject({ status: 'failed' });
    expect(existsSync(join(folder, 'prebuild.txt'))).toBe(false);
    const cost = await client.generate.repairCost({ id });
    expect(cost).toMatchObject({ cost: 0 });
    expect(cost.inputTokens).toBeGreaterThan(100);
    server.script({
      text: 'value.js\n<<<<<<< SEARCH\nexport const value = 1;\n=======\nexport const value = 2;\n>>>>>>> REPLACE\n',
    });
    const repaired = (await finish(client.generate.repair({ id }))).generation;
    expect(readFileSync(join(folder, 'value.js'), 'utf8')).toBe('export const value = 2;\n');
    expect(repaired).toMatchObject({ repairs: 1, problem: null });
    expect(repaired.checks.find((check) => check.id === 'build')).toMatchObject({ status: 'passed' });
    expect(server.chats().at(-1)?.text).toContain('value is 1');
    expect(git(folder, 'log', '--format=%s').split('\n')).toEqual(['Repair what failed: build', 'First commit']);
    expect(git(folder, 'show', '--format=', '--name-only', 'HEAD')).toBe('value.js');
    expect(git(folder, 'status', '--porcelain')).toBe('');
    await expect(read(client.generate.repair({ id }))).rejects.toThrow(/repaired once/);
  });

  test('are repaired with the secrets of files where they were, and with no mark in their place', async () => {
    const assistant = await startAssistant();
    const { client, server } = assistant;
    const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
    const files = {
      ...buildable('node build.js'),
      'value.js': `const token = '${secret}';\nexport const value = 1;\n`,
    };
    const { id, folder } = await generateAndCheck(assistant, files);
    const edit = (path: string, search: string, replace: string) =>
      `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
    const seen = "const token = '[redacted: GitHub-token]';";
    server.script({
      text:
        edit('value.js', `${seen}\nexport const value = 1;`, `${seen}\nexport const value = 2;`) +
        `new.js\n\`\`\`js\n${seen}\n\`\`\`\n` +
        edit('build.js', "import { value } from './value.js';", `import { value } from './value.js';\n${seen}`),
    });
    await finish(client.generate.repair({ id }));
    expect(server.chats().at(-1)?.text).not.toContain(secret);
    expect(readFileSync(join(folder, 'value.js'), 'utf8')).toBe(files['value.js'].replace('value = 1', 'value = 2'));
    expect(existsSync(join(folder, 'new.js'))).toBe(false);
    expect(
      git(folder, 'grep', '--fixed-strings', '--files-with-matches', '-e', 'redacted', '--or', '-e', 'value = 2'),
    ).toBe('value.js');
  });

  test('are repaired without the marks that a file held, and it has no problem any more', async () => {
    const { client, core, server } = await startAssistant();
    const mark = '[redacted: password]';
    const files = { ...buildable('node build.js'), 'value.js': `export const value = '${mark}';\n` };
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const { id } = generation;
    const problems = ({ files: all }: Generation) => all.flatMap(({ path, problem }) => (problem === '' ? [] : [path]));
    expect(problems(generation)).toEqual(['value.js']);
    await finish(client.generate.check({ id }));
    server.script({ text: 'value.js\n```js\nexport const value = 2;\n```\n' });
    const repaired = (await finish(client.generate.repair({ id }))).generation;
    expect(repaired.repairs).toBe(1);
    expect(problems(repaired)).toEqual([]);
  });

  test('hold a repair to what was said that it takes, and nothing of one that was cut off is written', async () => {
    const assistant = await startAssistant({ refusedParameters: ['max_tokens'] });
    const { client, server } = assistant;
    const files = buildable('node build.js');
    const { id, folder } = await generateAndCheck(assistant, files);
    const { outputTokens } = await client.generate.repairCost({ id });
    const before = server.chats().length;
    const edit =
      'value.js\n<<<<<<< SEARCH\nexport const value = 1;\n=======\nexport const value = 2;\n>>>>>>> REPLACE\n';
    server.script(
      {
        error: {
          status: 400,
          body: { message: 'You requested 20000 tokens (4000 in the messages, 16000 in the completion)' },
        },
      },
      { text: `${edit}build.js\n<<<<<<< SEARCH\nimport`, finish: 'length' },
      { text: edit },
    );
    const cut = (await finish(client.generate.repair({ id }))).generation;
    expect(cut).toMatchObject({ repairs: 0, problem: { reason: 'interrupted' } });
    expect(readFileSync(join(folder, 'value.js'), 'utf8')).toBe(files['value.js']);
    expect((await finish(client.generate.repair({ id }))).generation).toMatchObject({ repairs: 1, problem: null });
    const limits = server
      .chats()
      .slice(before)
      .map(({ body }) => [body.max_tokens, body.max_completion_tokens]);
    // This server knows the limit by its newer name only, and once had less room than that.
    const known = [
      [outputTokens, undefined],
      [undefined, outputTokens],
    ];
    expect(limits).toEqual([...known, [undefined, undefined], ...known]);
  });

  test.each([
    ['somebody has changed another file', (folder: string) => writeFileSync(join(folder, '.gitignore'), 'mine\n')],
    [
      'somebody has committed since',
      (folder: string) => git(folder, 'commit', '--quiet', '--allow-empty', '--message=Mine'),
    ],
    [
      'the repository is another one',
      (folder: string) => {
        rmSync(join(folder, '.git'), { recursive: true });
        git(folder, 'init', '--quiet');
        git(folder, 'config', 'user.name', 'Me');
        git(folder, 'config', 'user.email', 'me@localhost');
        git(folder, 'add', '--all');
        git(folder, 'commit', '--quiet', '--message=First commit');
      },
    ],
  ])('are repaired without a commit where %s', async (_where, before) => {
    const assistant = await startAssistant();
    const { client, server } = assistant;
    const files = buildable('node build.js');
    const { id, folder } = await generateAndCheck(assistant, files);
    before(folder);
    const log = git(folder, 'log', '--format=%H');
    const status = git(folder, 'status', '--porcelain');
    server.script({
      text: 'value.js\n<<<<<<< SEARCH\nexport const value = 1;\n=======\nexport const value = 2;\n>>>>>>> REPLACE\n',
    });
    expect((await finish(client.generate.repair({ id }))).generation.repairs).toBe(1);
    expect(git(folder, 'log', '--format=%H')).toBe(log);
    expect(git(folder, 'status', '--porcelain')).toBe([status, 'M value.js'].filter(Boolean).join('\n '));
  });

  test('install packages with npm and build, and what was built is its page', async () => {
    const { client, core, server } = await startAssistant();
    const write = "import { writeFileSync, mkdirSync } from 'node:fs';\nimport { greeting } from 'greeting';\n";
    const files = {
      'package.json': `${JSON.stringify({ private: true, type: 'module', scripts: { dev: 'node dev.js', build: 'node build.js' }, dependencies: { greeting: 'file:packages/greeting' } })}\n`,
      'packages/greeting/package.json':
        '{ "name": "greeting", "version": "1.0.0", "type": "module", "main": "main.js" }\n',
      'packages/greeting/main.js': "export const greeting = 'Ahoy from a package';\n",
      'build.js': `${write}mkdirSync('dist', { recursive: true });\nwriteFileSync('dist/index.html', greeting);\n`,
      'index.html': '<!doctype html><p>Not built</p>\n',
    };
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const { id, folder } = generation;
    const before = await look(client.generate, id);
    expect(before.origin).toBeNull();
    await before.close();
    const checked = (await finish(client.generate.check({ id }))).generation;
    expect(checked.checks.map((check) => [check.id, check.status, check.output])).toEqual(
      expect.arrayContaining([
        ['install', 'passed', expect.any(String)],
        ['build', 'passed', expect.any(String)],
      ]),
    );
    expect(existsSync(join(folder, 'node_modules', 'greeting', 'main.js'))).toBe(true);
    const after = await look(client.generate, id);
    expect((await getPage(after.origin, '/')).text).toContain('Ahoy from a package');
    await after.close();
  });

  test('are not run when a repair has changed what they run', async () => {
    const assistant = await startAssistant();
    const { client, server } = assistant;
    const files = buildable('node build.js');
    const { id, folder } = await generateAndCheck(assistant, files);
    server.script({
      text: 'package.json\n<<<<<<< SEARCH\n    "build": "node build.js",\n=======\n    "build": "node -e \\"require(\'fs\').writeFileSync(\'ran.txt\',\'\')\\"",\n>>>>>>> REPLACE\n',
    });
    const repaired = (await finish(client.generate.repair({ id }))).generation;
    expect(existsSync(join(folder, 'ran.txt'))).toBe(false);
    expect(repaired.checks.find((check) => check.id === 'build')?.status).toBe('waiting');
  });

  test('end with all that they started when they are stopped', async () => {
    const { client, core, server } = await startAssistant();
    const files = {
      'package.json': `${JSON.stringify({ private: true, scripts: { build: 'node forever.js' } })}\n`,
      'forever.js':
        "const { spawn } = require('child_process');\nconst child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);\nrequire('fs').writeFileSync('pids.txt', process.pid + ' ' + child.pid);\nsetInterval(() => {}, 1000);\n",
    };
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const stop = new AbortController();
    const checking = read(client.generate.check({ id: generation.id }, { signal: stop.signal })).catch(() => undefined);
    const pids = join(generation.folder, 'pids.txt');
    await expect.poll(() => (existsSync(pids) ? readFileSync(pids, 'utf8') : ''), { timeout: 10_000 }).not.toBe('');
    stop.abort();
    await checking;
    expect((await client.generate.get({ id: generation.id })).checks.find(({ id }) => id === 'build')?.status).toBe(
      'waiting',
    );
    for (const pid of readFileSync(pids, 'utf8').split(' ').map(Number)) {
      await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
    }
  });

  test('find files that do not parse, and packages that are not declared', async () => {
    const { client, core, server } = await startAssistant();
    const files = {
      'a.ts': 'export const a = {;\n',
      'b.css': 'a { color: red\n',
      'c.json': '{"a": }\n',
      'd.js': "import 'left-pad';\n",
    };
    server.otherwise(generatingModel(files));
    const { generation } = await finish(
      client.generate.start({ prompt, plan: planOf(files), parent: core.projectsFolder }),
    );
    const [parse, dependencies] = generation.checks;
    expect(parse?.status).toBe('failed');
    expect(
      parse?.output
        .split('\n')
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual(['a.ts', 'b.css', 'c.json']);
    expect(dependencies).toMatchObject({ status: 'failed', detail: expect.stringMatching(/d\.js imports left-pad/) });
  });
});

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
}

function temporaries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
