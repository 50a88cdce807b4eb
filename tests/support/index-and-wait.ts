import { createProjectIndex } from '../../src-main/core/assistant/context/index/project-index.ts';

// A program of its own that can be killed: indexes a folder, says when words are found and kept, and goes on until it ends.
const [root = '', file = ''] = process.argv.slice(2);
const index = createProjectIndex(root, file);
await index.searchable;
index.save();
process.stdout.write('searchable\n');
setInterval(() => undefined, 1000);
