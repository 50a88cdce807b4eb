import type { RequestRow } from './requests.ts';

const columns = [
  'time',
  'project',
  'conversation',
  'purpose',
  'model',
  'local',
  'inputTokens',
  'cachedTokens',
  'outputTokens',
  'costUsd',
  'estimated',
] as const;
type Exported = Record<(typeof columns)[number], string | number | boolean | null>;

/** A request with names in place of ids. */
export interface NamedRequest extends RequestRow {
  readonly projectName: string;
  readonly conversationTitle: string;
}

/** Requests as a table for other programs (RFC 4180), or as JSON. */
export function exportRequests(requests: readonly NamedRequest[], format: 'csv' | 'json'): string {
  const rows = requests.map(toExported);
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(',')), ''].join(
    '\r\n',
  );
}

function toExported(request: NamedRequest): Exported {
  return {
    time: new Date(request.startedAt).toISOString(),
    project: request.projectName,
    conversation: request.conversationTitle,
    purpose: request.purpose,
    model: request.model,
    local: request.local,
    inputTokens: request.inputTokens,
    cachedTokens: request.cachedTokens,
    outputTokens: request.outputTokens,
    costUsd: request.cost,
    estimated: request.estimated,
  };
}

/** A spreadsheet would take a text that begins with one of these for a formula, and run it. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r\n|%]/.test(value.trimStart()) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
