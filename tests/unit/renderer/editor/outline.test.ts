import { describe, expect, it } from 'vitest';
import {
  flattenSymbols,
  markdownOutline,
  symbolsAt,
} from '../../../../src-renderer/features/editor/editors/outline.ts';

const text = `# Ferry

Words.

## Times
### North ##
\`\`\`sh
# not a heading
\`\`\`
## Prices
`.split('\n');

describe('the outline of Markdown', () => {
  it('nests headings by their rank and leaves code alone', () => {
    expect(flattenSymbols(markdownOutline(text)).map(({ name, depth, line }) => ({ name, depth, line }))).toEqual([
      { name: 'Ferry', depth: 0, line: 1 },
      { name: 'Times', depth: 1, line: 5 },
      { name: 'North', depth: 2, line: 6 },
      { name: 'Prices', depth: 1, line: 10 },
    ]);
  });

  it('knows what encloses a line', () => {
    const names = (line: number) => symbolsAt(markdownOutline(text), line, 1).map(({ name }) => name);
    expect(names(3)).toEqual(['Ferry']);
    expect(names(8)).toEqual(['Ferry', 'Times', 'North']);
    expect(names(11)).toEqual(['Ferry', 'Prices']);
  });

  it('is empty where there is no heading', () => {
    expect(markdownOutline(['plain', '#hashtag'])).toEqual([]);
  });
});
