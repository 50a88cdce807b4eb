import { ChevronRight } from 'lucide-react';
import type { languages } from 'monaco-editor/editor/editor.api';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { FileEntry } from '../../../../contract/model/file.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { documentPlace, documentTitle } from '../documents/document-id.ts';
import { symbolsAt } from '../editors/outline.ts';
import type { SymbolTree } from '../editors/outline-store.ts';
import { useEditorParts } from '../parts.ts';
import './breadcrumbs.css';

const noSymbols: SymbolTree = [];

/** Where the text is: its folders, its file, and the symbols around the cursor. Each part opens what is beside it. */
export function Breadcrumbs({ document, visible }: { document: string; visible: boolean }) {
  const { status } = useEditorParts();
  const active = useStore(status.state, (state) => state.active === document);
  const symbols = useStore(status.symbols, (tree) => (active && visible ? tree : noSymbols));
  const chain = useStore(
    status.state,
    useShallow(({ cursor }) => (cursor ? symbolsAt(symbols, cursor.line, cursor.column) : [])),
  );
  const place = documentPlace(document);
  const path = place.type === 'file' ? place.path : documentTitle(document);
  const parts = path.split('/');
  return (
    <nav className="breadcrumbs" aria-label={t('Path and symbols')}>
      <ol className="breadcrumbs-list">
        {parts.map((part, index) => {
          const folder = parts.slice(0, index).join('/');
          return (
            <li key={parts.slice(0, index + 1).join('/')} className="breadcrumbs-part">
              {index > 0 ? <Separator /> : null}
              {place.type === 'file' ? (
                <PathPart name={part} folder={folder} document={document} />
              ) : (
                <span className="breadcrumbs-button">{part}</span>
              )}
            </li>
          );
        })}
        {chain.map((symbol, index) => (
          <li key={`${symbol.name} ${symbol.kind} ${symbol.range.startLineNumber}`} className="breadcrumbs-part">
            <Separator />
            <SymbolPart symbol={symbol} siblings={(index === 0 ? symbols : chain[index - 1]?.children) ?? []} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Separator() {
  return <ChevronRight className="breadcrumbs-separator" aria-hidden="true" />;
}

function PathPart({ name, folder, document }: { name: string; folder: string; document: string }) {
  const services = useServices();
  const { session } = useEditorParts();
  const [entries, setEntries] = useState<readonly FileEntry[] | null>(null);
  const projectId = () => session.documents.get(document)?.projectId ?? session.projectId();
  const onOpenChange = (open: boolean) => {
    if (!open) return setEntries(null);
    services.core.files
      .list({ projectId: projectId(), paths: [folder] })
      .then((listing) => setEntries(listing[folder] ?? []))
      .catch(() => setEntries([]));
  };
  const choose = (entry: FileEntry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.kind === 'folder') void services.explorer.reveal(path);
    else void session.open(path, { projectId: projectId() });
  };
  return (
    <PartMenu name={name} onOpenChange={onOpenChange}>
      {(entries ?? []).map((entry) => (
        <MenuItem
          key={entry.name}
          icon={entry.kind === 'file' ? <FileIcon name={entry.name} /> : <ChevronRight className="icon-small" />}
          onSelect={() => choose(entry)}
        >
          {entry.name}
        </MenuItem>
      ))}
    </PartMenu>
  );
}

function SymbolPart({ symbol, siblings }: { symbol: languages.DocumentSymbol; siblings: SymbolTree }) {
  const { editor } = useServices();
  return (
    <PartMenu name={symbol.name} current>
      {siblings.map((sibling) => (
        <MenuItem
          key={`${sibling.name} ${sibling.range.startLineNumber} ${sibling.range.startColumn}`}
          detail={String(sibling.selectionRange.startLineNumber)}
          onSelect={() => {
            editor.goTo(sibling.selectionRange.startLineNumber, sibling.selectionRange.startColumn);
            editor.focus();
          }}
        >
          {sibling.name}
        </MenuItem>
      ))}
    </PartMenu>
  );
}

interface PartMenuProps {
  readonly name: string;
  readonly current?: boolean;
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
}

function PartMenu({ name, current, children, onOpenChange }: PartMenuProps) {
  const names = current ? 'breadcrumbs-button breadcrumbs-current' : 'breadcrumbs-button';
  return (
    <Menu
      onOpenChange={onOpenChange}
      trigger={
        <button type="button" className={names}>
          {name}
        </button>
      }
    >
      {children}
    </Menu>
  );
}
