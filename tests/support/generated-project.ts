import type { GenerationPlan } from '../../contract/desktop/generate.ts';
import type { ChatRequest, ScriptedAnswer } from './model-server.ts';

/** A static site that needs no packages, as a model would write it. */
export const boardFiles: Readonly<Record<string, string>> = {
  'index.html':
    '<!doctype html>\n<html lang="en">\n<head>\n  <meta charset="utf-8">\n  <title>Departures</title>\n  <link rel="stylesheet" href="src/board.css">\n</head>\n<body>\n  <h1>Departures</h1>\n  <ul id="board"></ul>\n  <script type="module" src="src/board.js"></script>\n</body>\n</html>\n',
  'src/board.css': 'h1 { color: rgb(0, 128, 0); }\n',
  'src/departures.js':
    "/** Sample times until a feed is named. */\nexport const departures = [\n  { time: '14:05', to: 'Ljusterö' },\n  { time: '14:20', to: 'Vaxholm' },\n];\n",
  'src/board.js':
    "import { departures } from './departures.js';\n\nconst board = document.querySelector('#board');\nboard.append(\n  ...departures.map(({ time, to }) => {\n    const row = document.createElement('li');\n    row.textContent = time + ' ' + to;\n    return row;\n  }),\n);\n",
  'README.md': '# Departures\n\n```sh\nnpx serve\n```\n',
};

const purposes: Readonly<Record<string, string>> = {
  'index.html': 'The page of the board.',
  'src/board.css': 'Type that scales with the screen.',
  'src/departures.js': 'Sample times until a feed is named.',
  'src/board.js': 'Shows the next ferries.',
  'README.md': 'How to start it.',
};

/** The plan of these files. */
export function planOf(files: Readonly<Record<string, string>>, change: Partial<GenerationPlan> = {}): GenerationPlan {
  return {
    name: 'ferry-times',
    summary: 'A departure board that can be read from across a hall.',
    starter: null,
    files: Object.keys(files).map((path) => ({ path, purpose: purposes[path] ?? '' })),
    dependencies: [],
    ...change,
  };
}

/** An answer with these files, each in its fence. */
export function filesAnswer(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => `${path}\n\`\`\`\`\n${text}\`\`\`\`\n`)
    .join('\n');
}

/** Answers as a model that generates: a plan where one is asked for, and the files that are named at a request's end. */
export function generatingModel(files: Readonly<Record<string, string>>, plan: GenerationPlan = planOf(files)) {
  return ({ messages }: ChatRequest): ScriptedAnswer => {
    if (messages?.[0]?.content?.startsWith('You plan')) return { text: JSON.stringify(plan), pieces: 40 };
    const asked = messages?.at(-1)?.content?.split('Write these files now:\n')[1]?.trim().split('\n') ?? [];
    const wanted = Object.fromEntries(Object.entries(files).filter(([path]) => asked.includes(path)));
    return { text: filesAnswer(wanted), pieces: 24 };
  };
}
