import type { Token, Tokens } from 'marked';
import { Fragment, memo, type ReactNode, useRef } from 'react';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { CodeBlock } from './code-block.tsx';
import { languageOfFence, type ShownBlock, shownBlocks } from './code-path.ts';
import { openLink } from './links.ts';
import { createBlockReader } from './markdown-blocks.ts';

interface MarkdownProps {
  readonly text: string;
  /** Files whose edits are shown as cards. */
  readonly staged: ReadonlySet<string>;
}

const nothingStaged: ReadonlySet<string> = new Set();

/** An answer's text. Nothing of it becomes markup of the page, no image is loaded, and while it grows only its last blocks are painted anew. */
export function Markdown({ text, staged = nothingStaged }: Partial<MarkdownProps> & Pick<MarkdownProps, 'text'>) {
  const reader = useRef<ReturnType<typeof createBlockReader> | null>(null);
  reader.current ??= createBlockReader();
  return (
    <div className="assistant-prose">
      {shownBlocks(reader.current(text), staged).map((block) => (
        <Block
          key={block.start}
          block={block}
          drawn={block.kind === 'edit' && block.path !== null && staged.has(block.path)}
        />
      ))}
    </div>
  );
}

const Block = memo(
  function Block({ block, drawn }: { readonly block: ShownBlock; readonly drawn: boolean }) {
    switch (block.kind) {
      case 'block':
        return <BlockToken token={block.token} />;
      case 'code':
        return (
          <CodeBlock text={block.token.text} language={languageOfFence(block.token.lang ?? '')} path={block.path} />
        );
      case 'edit':
        return drawn ? null : (
          <p className="assistant-edit">
            {block.path === null ? t('An edit') : t('An edit of {{path}}', { path: block.path })}
          </p>
        );
    }
  },
  (one, two) => one.drawn === two.drawn && same(one.block, two.block),
);

function same(one: ShownBlock, two: ShownBlock): boolean {
  if (one.kind !== two.kind) return false;
  if (pathOf(one) !== pathOf(two)) return false;
  return one.kind === 'edit' || two.kind === 'edit' || one.token.raw === two.token.raw;
}

function pathOf(block: ShownBlock): string | null {
  return block.kind === 'block' ? null : block.path;
}

function BlockToken({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case 'heading': {
      // The pane has the headings of its own; those of an answer follow them.
      const Heading = (['h3', 'h4', 'h5', 'h6'] as const)[Math.min((token as Tokens.Heading).depth, 4) - 1] ?? 'h6';
      return (
        <Heading>
          <Inline tokens={token.tokens} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Inline tokens={token.tokens} />
        </p>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} />
        </blockquote>
      );
    case 'list':
      return <List list={token as Tokens.List} />;
    case 'table':
      return <Table table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'code':
      return (
        <CodeBlock
          text={(token as Tokens.Code).text}
          language={languageOfFence((token as Tokens.Code).lang ?? '')}
          path={null}
        />
      );
    case 'text':
      return token.tokens ? <Inline tokens={token.tokens} /> : decode((token as Tokens.Text).text);
    case 'space':
    case 'def':
      return null;
    default:
      return <p className="assistant-raw">{token.raw.trimEnd()}</p>;
  }
}

function Blocks({ tokens = [] }: { readonly tokens?: readonly Token[] | undefined }) {
  return keyed(tokens).map(([key, token]) => <BlockToken key={key} token={token} />);
}

function List({ list }: { readonly list: Tokens.List }) {
  const items = keyed(list.items).map(([key, item]) => (
    <li key={key} className={item.task ? 'assistant-task' : undefined}>
      {item.task ? (
        <span role="img" aria-label={item.checked ? t('done') : t('open')}>
          {item.checked ? '☑' : '☐'}
        </span>
      ) : null}
      <Blocks tokens={item.tokens.filter(({ type }) => type !== 'checkbox')} />
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { readonly table: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached with keys
    <div className="assistant-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {keyed(table.header).map(([key, cell]) => (
              <th key={key} style={{ textAlign: cell.align ?? 'start' }}>
                <Inline tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(table.rows).map(([row, cells]) => (
            <tr key={row}>
              {keyed(cells).map(([key, cell]) => (
                <td key={key} style={{ textAlign: cell.align ?? 'start' }}>
                  <Inline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inline({ tokens = [] }: { readonly tokens?: readonly Token[] | undefined }) {
  return keyed(tokens).map(([key, token]) => (
    <Fragment key={key}>
      <InlineToken token={token} />
    </Fragment>
  ));
}

function InlineToken({ token }: { readonly token: Token }): ReactNode {
  const services = useServices();
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      return (
        <a
          href={href}
          data-tooltip={href}
          onClick={(event) => {
            event.preventDefault();
            void openLink(services, href);
          }}
          onAuxClick={(event) => event.preventDefault()}
        >
          <Inline tokens={tokens} />
        </a>
      );
    }
    case 'image':
      return (
        <span className="assistant-image">{t('Image: {{name}}', { name: (token as Tokens.Image).text || '–' })}</span>
      );
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'text': {
      const { text, tokens } = token as Tokens.Text;
      return tokens ? <Inline tokens={tokens} /> : decode(text);
    }
    default:
      return token.raw;
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  '#39': "'",
};

/** The few entities that models write in plain text. */
function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Pieces of a text that never change their order. */
function keyed<T>(items: readonly T[]): readonly (readonly [string, T])[] {
  return items.map((item, index) => [`${index}`, item]);
}
