import path from 'node:path';
import type { Endpoints } from './endpoints';
import type { Settings } from './settings';

const columns = (rows: string[][]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
};

/** What a person reads when everything answers. */
export function announcement(settings: Settings, endpoints: Endpoints, tookMs: number): string {
  const users = endpoints.users.map(({ role, email, password }) => [
    role === 'none' ? 'no role' : role,
    email,
    password,
  ]);
  return [
    '',
    `Trailbook is ready at ${endpoints.gateway} after ${(tookMs / 1000).toFixed(1)} s.`,
    '',
    ...columns([['role', 'e-mail', 'password'], ...users]).map((line) => `  ${line}`),
    '',
    `API keys, ports and process ids: ${path.join(settings.folder, 'endpoints.json')}`,
    `Logs: ${path.join(settings.folder, 'logs')}`,
    'Ctrl-C stops everything.',
  ].join('\n');
}
