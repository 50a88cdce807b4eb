import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPGlite, openPostgres } from '../../cloud-api/adapters/database/index.ts';
import type { BenchRow } from '../../scripts/benchmarks/rows.ts';
import { repositoryRoot } from '../../scripts/repository.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { cpuSeconds, type ServerProcess, startCloudProcess, startServerProcess } from '../support/server-process.ts';
import { seedAccounts, seededEmail, seededPassword } from './support/account-seed.ts';
import { seedCatalogue } from './support/catalogue-seed.ts';
import { drawLoad, type LoadPanel } from './support/load-plot.ts';
import { createLoader, type Loader, type LoadRequest, type LoadStep } from './support/open-loop.ts';
import { figureRow, median, ratioRow } from './support/statistics.ts';

const rounds = 3;
const people = 10_000;
const templates = 10_000;
/** Pages of the catalogue that are asked for in turn. */
const pages = 60;
/** The first of them are signed in and ask who they are; the others sign in. */
const signedIn = 50;
/** A rate is sustained when nothing fails, 95 % of it is answered as it comes, and 99 % of the answers take less than this. */
const longestWait = 1000;
const readRates = [25, 50, 100, 200, 400, 800, 1600, 3200, 6400];
const signInRates = [2, 4, 8, 16, 32, 64];
const bareRates = [4, 25, 50, 200, 800, 1600, 3200, 6400];
/** Rates at which the figures of the table are read. */
const tableRates = { read: 50, signIn: 4 };
const picture = join(repositoryRoot, 'docs', 'pictures', 'api-load.svg');

interface Series {
  readonly panel: string;
  readonly name: string;
  readonly server: Target;
  readonly rates: readonly number[];
  readonly seconds: number;
  readonly next: (index: number) => LoadRequest;
  readonly steps: LoadStep[][];
  cpu: { server: number; database: number; requests: number };
}

interface Target {
  readonly process: ServerProcess;
  readonly postgres: TestPostgres | null;
}

/** Sign-in, session check and pages of the catalogue at rising load until they saturate, on both databases, beside a bare Hono handler. */
export default async function api(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flashfusion-api-bench-'));
  const postgres = await startPostgres();
  const started: ServerProcess[] = [];
  const start = async (starting: Promise<ServerProcess>, owned: TestPostgres | null = null): Promise<Target> => {
    const process = await starting;
    started.push(process);
    return { process, postgres: owned };
  };
  try {
    const databaseUrl = await postgres.createDatabase();
    for (const database of [await openPGlite(join(folder, 'database')), await openPostgres(databaseUrl, () => {})]) {
      await seedAccounts(database, people);
      await seedCatalogue(database, templates);
      await database.dispose();
    }
    const environment = { DATA_FOLDER: folder, AUTH_SECRET: 'x'.repeat(32), TRUSTED_PROXIES: '1', LOG_LEVEL: 'info' };
    const bare = await start(startServerProcess([join(import.meta.dirname, 'reference', 'bare-hono.ts')]));
    const targets = {
      PGlite: await start(startCloudProcess(environment)),
      PostgreSQL: await start(startCloudProcess({ ...environment, DATABASE_URL: databaseUrl }), postgres),
    };
    const series = [createSeries('bare', 'bare Hono', bare, bareRates, 1, about)];
    series.push(createSeries('about', 'any', targets.PGlite, readRates, 1, about));
    for (const [name, target] of Object.entries(targets)) {
      const tokens = await signInAll(target.process.url);
      const paths = await walkCatalogue(target.process.url);
      series.push(
        createSeries('session check', name, target, readRates, 1, read('/api/auth/get-session', tokens)),
        createSeries('catalogue page', name, target, readRates, 1, browse(paths)),
        createSeries('sign-in', name, target, signInRates, 2, signIn),
      );
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const each of series) each.steps.push(await climb(each));
    }
    const panels = panelsOf(series);
    await writeFile(picture, drawLoad(panels));
    console.log(`Plot: ${picture}`);
    return rowsOf(series);
  } finally {
    for (const process of started) await process.kill();
    await postgres.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function createSeries(
  panel: string,
  name: string,
  server: Target,
  rates: readonly number[],
  seconds: number,
  next: (index: number) => LoadRequest,
): Series {
  return { panel, name, server, rates, seconds, next, steps: [], cpu: { server: 0, database: 0, requests: 0 } };
}

/** Offers one rate after the other until one is not sustained. */
async function climb(series: Series): Promise<LoadStep[]> {
  const { server, rates, seconds, cpu } = series;
  const loader: Loader = createLoader(server.process.url, series.next);
  const steps: LoadStep[] = [];
  try {
    // Connections and compiled code are not what is measured.
    await loader.offer(rates[0] ?? 1, 0.25);
    for (const rate of rates) {
      const before = cpuOf(server);
      const step = await loader.offer(rate, seconds);
      const after = cpuOf(server);
      steps.push(step);
      cpu.server += after.server - before.server;
      cpu.database += after.database - before.database;
      cpu.requests += step.answered;
      if (!isSustained(step)) break;
    }
    return steps;
  } finally {
    loader.dispose();
  }
}

function cpuOf({ process, postgres }: Target): { server: number; database: number } {
  return { server: cpuSeconds(process.pid), database: postgres === null ? 0 : cpuSeconds(postgres.pid) };
}

function isSustained({ rate, failed, perSecond, p99 }: LoadStep): boolean {
  return failed === 0 && perSecond >= 0.95 * rate && p99 < longestWait;
}

/** A caller of its own for each request: limits count by address, and they stay on. */
function caller(index: number): Record<string, string> {
  return { 'x-forwarded-for': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` };
}

function about(index: number): LoadRequest {
  return { method: 'GET', path: '/api/about', headers: caller(index) };
}

function read(path: string, tokens: readonly string[]): (index: number) => LoadRequest {
  return (index) => ({
    method: 'GET',
    path,
    headers: { ...caller(index), authorization: `Bearer ${tokens[index % tokens.length]}` },
  });
}

function browse(paths: readonly string[]): (index: number) => LoadRequest {
  return (index) => ({ method: 'GET', path: paths[index % paths.length] ?? '/', headers: caller(index) });
}

/** Addresses of pages as people come to them: the newest and the most downloaded, of all and of a category, and those that follow. */
async function walkCatalogue(url: string): Promise<string[]> {
  const starts = ['order=new', 'order=top', 'order=new&category=web', 'order=top&category=api'];
  const paths: string[] = [];
  for (const start of starts) {
    let query = start;
    for (let page = 0; page < pages / starts.length; page += 1) {
      const path = `/api/catalogue/templates?${query}`;
      const response = await fetch(url + path, { headers: caller(paths.length) });
      const { next }: { next: string | null } = await response.json();
      if (next === null) throw new Error(`${path} is the last page`);
      paths.push(path);
      query = `${start}&after=${next}`;
    }
  }
  return paths;
}

function signIn(index: number): LoadRequest {
  const email = seededEmail(signedIn + (index % (people - signedIn)));
  return {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: { ...caller(index), 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: seededPassword }),
  };
}

async function signInAll(url: string): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < signedIn; index += 1) {
    const response = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': `192.0.2.${index}` },
      body: JSON.stringify({ email: seededEmail(index), password: seededPassword }),
    });
    const token = response.headers.get('set-auth-token');
    if (!token) throw new Error(`Nobody could sign in: ${response.status} ${await response.text()}`);
    tokens.push(token);
  }
  return tokens;
}

/** The figures of a rate, medians of the rounds that got so far; null when none did. */
function at(series: Series, rate: number): { p50: number; p99: number } | null {
  const steps = series.steps.flatMap((round) => round.filter((step) => step.rate === rate));
  if (steps.length === 0) return null;
  return { p50: median(steps.map(({ p50 }) => p50)), p99: median(steps.map(({ p99 }) => p99)) };
}

function mostPerSecond(series: Series): number {
  return median(series.steps.map((round) => Math.max(...round.map(({ perSecond }) => perSecond))));
}

function rowsOf(series: readonly Series[]): BenchRow[] {
  const [bare, ...ours] = series;
  if (!bare) throw new Error('nothing was measured');
  const milliseconds = (seconds: number, { cpu }: Series) => (seconds * 1000) / cpu.requests;
  const rows: BenchRow[] = [];
  for (const each of ours) {
    const rate = each.rates === signInRates ? tableRates.signIn : tableRates.read;
    const name = each.name === 'any' ? each.panel : `${each.panel}, ${each.name}`;
    const [figures, reference] = [at(each, rate), at(bare, rate)];
    if (!figures || !reference) throw new Error(`${name} was not measured at ${rate}/s`);
    rows.push(
      ratioRow(`${name}: p50 at ${rate}/s`, 'ms', figures.p50, reference.p50),
      ratioRow(`${name}: p99 at ${rate}/s`, 'ms', figures.p99, reference.p99),
      ratioRow(`${name}: most answers in a second`, '1/s', mostPerSecond(each), mostPerSecond(bare)),
      ratioRow(
        `${name}: processor time of a request`,
        'ms',
        milliseconds(each.cpu.server, each),
        milliseconds(bare.cpu.server, bare),
      ),
    );
    if (each.server.postgres) {
      rows.push(figureRow(`${name}: … of PostgreSQL`, 'ms', milliseconds(each.cpu.database, each)));
    }
  }
  const failed = series.flatMap(({ steps }) => steps.flat()).reduce((sum, step) => sum + step.failed, 0);
  rows.push(figureRow('requests that failed, overload included', '', failed, 0));
  return rows;
}

/** One panel for each kind of request, with the bare handler in all of them. */
function panelsOf(series: readonly Series[]): LoadPanel[] {
  const linesOf = (each: Series) => ({
    name: each.name,
    points: each.rates.flatMap((rate) => {
      const figures = at(each, rate);
      return figures ? [{ rate, ...figures }] : [];
    }),
    most: mostPerSecond(each),
  });
  const [bare, ...ours] = series;
  const titles = [...new Set(ours.map(({ panel }) => panel))].filter((title) => title !== 'about');
  return titles.map((title) => ({
    title,
    lines: [
      ...(title === 'sign-in' || !bare ? [] : [linesOf(bare)]),
      ...ours.filter(({ panel }) => panel === title).map(linesOf),
    ],
  }));
}
