import { dataOf } from './data-of';
import type { Entry } from './entry';
import type { AuditEventData, EventActor } from './generated/types';
import { restTime } from './time/rest-time';

/** The columns of the CSV download, in order. */
export const csvColumns = [
  'time',
  'action',
  'resource_kind',
  'resource_name',
  'resource_uid',
  'project',
  'actor_type',
  'actor',
  'message',
  'note',
  'ip',
  'outcome',
  'uid',
  'received',
  'source',
  'source_verification',
] as const;
export type CsvColumn = (typeof csvColumns)[number];

/**
 * A cell that a spreadsheet would take for a formula gets a leading apostrophe: one whose first character after spaces
 * is `=`, `+`, `-`, `@`, a tab or a carriage return.
 */
export const neutraliseCell = (cell: string): string => (/^ *[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** A neutralised cell, quoted as RFC 4180 asks. */
export function csvCell(cell: string): string {
  const neutral = neutraliseCell(cell);
  return /[",\r\n]/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
}

/** Who acted, in one word: e-mail, else user uid, else service name, else `system`. */
export const actorLabel = (actor: EventActor): string =>
  actor.user?.emailId || actor.user?.uid || actor.serviceName || 'system';

/** The cells of an entry before they are neutralised and quoted. */
export function csvCells(
  entry: Entry,
  data: AuditEventData = dataOf(entry.value, entry.mode),
): Record<CsvColumn, string> {
  return {
    time: restTime(entry.time),
    action: data.actionType,
    resource_kind: data.resource.kind,
    resource_name: data.resource.name ?? '',
    resource_uid: data.resource.uid,
    project: data.projectName || data.projectUid || '',
    actor_type: data.actor.actorType,
    actor: actorLabel(data.actor),
    message: data.actionMsg ?? '',
    note: entry.latestNote?.userMsg ?? data.userMsg ?? '',
    ip: data.request?.ip ?? '',
    outcome: data.outcome ?? 'success',
    uid: entry.uid,
    received: restTime(entry.receivedAt),
    source: entry.source,
    source_verification: entry.sourceVerification,
  };
}

/** The header row, with its line end. */
export const csvHeader = (): string => `${csvColumns.join(',')}\r\n`;

/** A row of the download, with its line end. */
export function csvRow(entry: Entry): string {
  const cells = csvCells(entry);
  return `${csvColumns.map((column) => csvCell(cells[column])).join(',')}\r\n`;
}
