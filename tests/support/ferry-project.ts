import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../scripts/repository.ts';
import { createProject, type TemporaryProject } from './projects.ts';

const departures = `import { z } from 'zod';
import type { Clock } from './clock.ts';
import { fetchJson } from './http.ts';

/** One ferry as the pier's own service tells it. */
export const Departure = z.object({
  ship: z.string(),
  to: z.string(),
  leavesAt: z.coerce.date(),
  delayMinutes: z.number().int().min(0).default(0),
});
export type Departure = z.infer<typeof Departure>;

/** Departures of one pier, soonest first. Times are in the pier's own zone. */
export async function nextDepartures(pier: string, clock: Clock, limit = 6) {
  const rows = await fetchJson(\`/api/piers/\${pier}/departures\`);
  return z
    .array(Departure)
    .parse(rows)
    .filter((departure) => minutesUntil(departure, clock) >= 0)
    .sort((a, b) => a.leavesAt.getTime() - b.leavesAt.getTime())
    .slice(0, limit);
}

/** Whole minutes until the ferry leaves, its delay included. */
export function minutesUntil(departure: Departure, clock: Clock): number {
  const leaves = departure.leavesAt.getTime() + departure.delayMinutes * 60_000;
  return Math.floor((leaves - clock.now()) / 60_000);
}

const LATE_AFTER = 5;

export const isLate = (departure: Departure) => departure.delayMinutes > LATE_AFTER;
`;

const files: Readonly<Record<string, string>> = {
  '.github/workflows/check.yml': 'on: push\n',
  '.gitignore': 'dist\nnode_modules\n.env\n',
  '.env.example': 'PIER=4\n',
  '.env': 'PIER=4\n',
  'dist/main.js': '',
  'public/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  'src/board/board.css': '.board { display: grid; gap: 8px; }\n',
  'src/board/board.tsx':
    "import { isLate, type Departure } from '../departures.ts';\n\nexport function Board({ rows }: { rows: Departure[] }) {\n  return rows.map((row) => <Row key={row.ship} late={isLate(row)} ship={row.ship} />);\n}\n\nfunction Row({ ship, late }: { ship: string; late: boolean }) {\n  return <li className={late ? 'late' : undefined}>{ship}</li>;\n}\n",
  'src/board/delay-badge.tsx': 'export const DelayBadge = () => <span className="late">late</span>;\n',
  'src/board/use-departures.ts': 'export const useDepartures = () => [];\n',
  'src/map/map.ts': 'export {};\n',
  'src/clock.ts': 'export interface Clock {\n  now(): number;\n}\n',
  'src/departures.test.ts': "import { expect, it } from 'vitest';\n",
  'src/departures.ts': departures,
  'src/http.ts': 'export const fetchJson = async (path: string): Promise<unknown> => (await fetch(path)).json();\n',
  'src/main.tsx': "import './board/board.css';\n",
  'src/vite-env.d.ts': "declare module '*.css';\n",
  'index.html': '<!doctype html>\n<title>Ferry times</title>\n',
  'package.json': '{\n  "name": "ferry-times",\n  "private": true,\n  "type": "module"\n}\n',
  'README.md': '# Ferry times\n\nThe next six ferries, readable from across the hall.\n',
  'tsconfig.json':
    '{\n  "compilerOptions": {\n    "strict": true,\n    "target": "es2023",\n    "module": "esnext",\n    "moduleResolution": "bundler",\n    "jsx": "react-jsx",\n    "allowImportingTsExtensions": true,\n    "noEmit": true\n  },\n  "include": ["src"]\n}\n',
  'vite.config.ts': 'export default {};\n',
};

/** Packages that the sources import. */
const packages = ['zod', 'react', 'vitest', 'csstype', '@types/react'];

/** The project of the documentation's pictures: a departure board for a ferry pier. */
export async function createFerryProject(): Promise<TemporaryProject> {
  const project = await createProject(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`ferry-times/${name}`, text])),
  );
  const path = `${project.path}/ferry-times`;
  const identity = ['-c', 'user.name=Mira Okafor', '-c', 'user.email=mira@example.com'];
  for (const args of [
    ['init', '--quiet', '--initial-branch=delay-badges'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '-m', 'Show the board'],
  ]) {
    await promisify(execFile)('git', args, { cwd: path });
  }
  for (const name of packages) {
    const place = join(path, 'node_modules', name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(repositoryRoot, 'node_modules', name), place);
  }
  return { path, dispose: project.dispose };
}
