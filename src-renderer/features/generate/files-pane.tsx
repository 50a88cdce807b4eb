import {
  Check,
  ChevronDown,
  CircleCheck,
  CircleMinus,
  CircleX,
  Clock,
  LoaderCircle,
  Play,
  TriangleAlert,
  Wrench,
  X,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Generation, GenerationCheck } from '../../../contract/desktop/generate.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { formatNumber, t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { FileIcon } from '../../ui/file-icon.tsx';
import { PaneHead } from '../../ui/pane-head.tsx';
import { type FileRow, fileRows } from './file-rows.ts';
import type { GenerateSession } from './generate-session.ts';
import { costText } from './usage-text.ts';

interface FilesPaneProps {
  readonly session: GenerateSession;
  readonly generation: Generation;
  /** The file that is shown. */
  readonly path: string;
}

/** The files of the plan with how far each is, and what the checks say. */
export function FilesPane({ session, generation, path }: FilesPaneProps) {
  const { files } = generation;
  const done = files.filter(({ status }) => status === 'done').length;
  return (
    <aside className="generate-files" aria-label={t('Files')}>
      <PaneHead title={t('Files')}>
        <span className="generate-small">{t('{{done}} of {{all}}, lines', { done, all: files.length })}</span>
      </PaneHead>
      <div
        className="generate-files-progress"
        role="progressbar"
        aria-label={t('Files written')}
        aria-valuemin={0}
        aria-valuemax={files.length}
        aria-valuenow={done}
      >
        <span style={{ width: `${files.length === 0 ? 0 : (done / files.length) * 100}%` }} />
      </div>
      <FileTree session={session} generation={generation} path={path} />
      <Checks session={session} generation={generation} />
    </aside>
  );
}

function FileTree({ session, generation, path }: FilesPaneProps) {
  const byPath = new Map(generation.files.map((file) => [file.path, file]));
  const rows = fileRows(generation.files.map((file) => file.path));
  const tree = useRef<HTMLDivElement>(null);
  const paths = rows.filter(({ folder }) => !folder).map((row) => row.path);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = paths.indexOf(path);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: paths.length - 1 }[event.key];
    const target = next === undefined ? undefined : paths[next];
    if (target === undefined) return;
    event.preventDefault();
    session.select(target);
  };
  useEffect(() => {
    document.getElementById(rowId(path))?.scrollIntoView({ block: 'nearest' });
  }, [path]);
  return (
    <div
      className="generate-tree"
      role="tree"
      aria-label={t('Files of the project')}
      aria-activedescendant={rowId(path)}
      tabIndex={0}
      ref={tree}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) => (
        <TreeRow
          key={row.path}
          row={row}
          file={byPath.get(row.path)}
          state={row.folder ? folderState(row.path, generation) : undefined}
          selected={row.path === path}
          onSelect={() => session.select(row.path)}
        />
      ))}
    </div>
  );
}

function rowId(path: string): string {
  return `generate-row-${path}`;
}

function folderState(folder: string, { files }: Generation): Generation['files'][number]['status'] {
  const inside = files.filter(({ path }) => path.startsWith(`${folder}/`));
  if (inside.some(({ status }) => status === 'failed')) return 'failed';
  if (inside.every(({ status }) => status === 'done')) return 'done';
  return inside.some(({ status }) => status === 'writing') ? 'writing' : 'waiting';
}

interface TreeRowProps {
  readonly row: FileRow;
  readonly file: Generation['files'][number] | undefined;
  readonly state: Generation['files'][number]['status'] | undefined;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function TreeRow({ row, file, state, selected, onSelect }: TreeRowProps) {
  const status = file?.status ?? state ?? 'waiting';
  const names = { waiting: t('waiting'), writing: t('writing'), done: t('done'), failed: t('failed') };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys.
    <div
      id={rowId(row.path)}
      className={`generate-row generate-row-${status}${selected ? ' generate-row-selected' : ''}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={row.folder ? true : undefined}
      style={{ paddingLeft: 8 + row.depth * 12 }}
      data-tooltip={file?.problem || undefined}
      onClick={row.folder ? undefined : onSelect}
      tabIndex={-1}
    >
      {row.folder ? <ChevronDown className="icon-small" aria-hidden="true" /> : <span className="generate-row-twist" />}
      {row.folder ? null : <FileIcon name={row.name} />}
      <span className="clip">{row.name}</span>
      <span className="generate-row-end">
        {file && file.lines > 0 ? <span className="generate-row-lines">{formatNumber(file.lines)}</span> : null}
        <span className="visually-hidden">
          , {names[status]}
          {file?.problem ? `, ${file.problem}` : ''}
        </span>
        <span className="generate-row-state">
          {status === 'done' && file?.problem ? (
            <TriangleAlert className="icon-small generate-doubt" aria-hidden="true" />
          ) : status === 'done' ? (
            <Check className="icon-small generate-good" aria-hidden="true" />
          ) : status === 'writing' ? (
            <LoaderCircle className="icon-small spinning generate-now" aria-hidden="true" />
          ) : status === 'failed' ? (
            <X className="icon-small generate-bad" aria-hidden="true" />
          ) : null}
        </span>
      </span>
    </div>
  );
}

function Checks({ session, generation }: { readonly session: GenerateSession; readonly generation: Generation }) {
  const working = useStore(session.state, (state) => state.working);
  const titles: Readonly<Record<GenerationCheck['id'], string>> = {
    parse: t('Every file parses'),
    dependencies: t('Dependencies exist'),
    install: t('Packages install'),
    types: t('Types'),
    build: t('Build'),
  };
  const { checks, status } = generation;
  const failed = checks.some((check) => check.status === 'failed');
  const agreed = checks.filter((check) => check.status === 'waiting' && check.command !== '');
  const idle = working === null && status === 'finished';
  return (
    <section className="generate-checks" aria-labelledby="generate-checks">
      <h3 className="generate-section" id="generate-checks">
        {t('Checks')}
      </h3>
      <ul>
        {checks.map((check) => (
          <li key={check.id} className={`generate-check generate-check-${check.status}`}>
            <CheckIcon status={check.status} />
            <span className="generate-check-title">
              {titles[check.id]}
              <span className="visually-hidden">{checkState(check.status)}</span>
            </span>
            {check.status === 'passed' ? <span className="generate-small">{check.detail}</span> : null}
            {check.status === 'failed' || check.status === 'skipped' ? (
              <span className="generate-check-detail">{check.detail}</span>
            ) : null}
            {check.status === 'failed' && check.output !== '' && check.output !== check.detail ? (
              <details className="generate-output">
                <summary>{t('Output')}</summary>
                <pre>{check.output}</pre>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      {idle && agreed.length > 0 ? (
        <div className="generate-agree">
          <p>{t('The rest runs programs of the project on this machine, without install scripts:')}</p>
          <ul>
            {agreed.map(({ id, command }) => (
              <li key={id}>
                <code>{command}</code>
              </li>
            ))}
          </ul>
          <Button small onClick={() => void session.runChecks()}>
            <Play aria-hidden="true" />
            {t('Run these')}
          </Button>
        </div>
      ) : null}
      {idle && failed && generation.repairs === 0 ? <RepairOffer session={session} generation={generation} /> : null}
      {idle && failed && generation.repairs > 0 ? (
        <p className="generate-small generate-repaired">
          {t('Repaired once. Open the project and go on in the chat.')}
        </p>
      ) : null}
    </section>
  );
}

function checkState(status: GenerationCheck['status']): string {
  switch (status) {
    case 'passed':
      return t(', passed');
    case 'failed':
      return t(', failed');
    case 'running':
      return t(', running');
    case 'skipped':
      return t(', skipped');
    default:
      return t(', waiting');
  }
}

function CheckIcon({ status }: { readonly status: GenerationCheck['status'] }) {
  switch (status) {
    case 'passed':
      return <CircleCheck className="generate-good" aria-hidden="true" />;
    case 'failed':
      return <CircleX className="generate-bad" aria-hidden="true" />;
    case 'running':
      return <LoaderCircle className="spinning generate-now" aria-hidden="true" />;
    case 'skipped':
      return <CircleMinus aria-hidden="true" />;
    default:
      return <Clock aria-hidden="true" />;
  }
}

type Price = { readonly inputTokens: number; readonly outputTokens: number; readonly cost: number | null };

/** One repair, with what it takes at most. */
function RepairOffer({ session, generation }: { readonly session: GenerateSession; readonly generation: Generation }) {
  const { core } = useServices();
  const [price, setPrice] = useState<Price | string | null>(null);
  const { id, local, checks } = generation;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is sent depends on what the checks say.
  useEffect(() => {
    let current = true;
    core.generate.repairCost({ id }).then(
      (answer) => current && setPrice(answer),
      (error: unknown) => current && setPrice(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [core, id, checks]);
  return (
    <div className="generate-agree">
      <p>
        {t('The model can repair this once.')}{' '}
        {price === null ? null : typeof price === 'string' ? price : priceText(price, local)}
      </p>
      <Button small onClick={() => void session.repair()} disabled={price === null || typeof price === 'string'}>
        <Wrench aria-hidden="true" />
        {t('Repair')}
      </Button>
    </div>
  );
}

function priceText({ inputTokens, outputTokens, cost }: Price, local: boolean): string {
  const tokens = formatNumber(inputTokens + outputTokens);
  if (local) return t('At most {{tokens}} tokens, on this machine.', { tokens });
  if (cost === null) return t('At most {{tokens}} tokens, price unknown.', { tokens });
  return t('At most {{tokens}} tokens, {{cost}}.', { tokens, cost: costText(cost) });
}
