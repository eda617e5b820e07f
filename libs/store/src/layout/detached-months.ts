import { firstDay, monthStart, monthsFrom, type Parent, partitionName } from './months';

/** A month whose table is there, while readers, who ask its parent, don't see it. */
export interface DetachedMonth {
  parent: Parent;
  /** As `2026_11`. */
  month: string;
  /** Whether an interrupted DETACH CONCURRENTLY left it so. */
  pending: boolean;
}

/** Asks for all detached months, as rows of {@link DetachedMonth}. Any role may. */
export const detachedMonthsSql = `
SELECT split_part(c.relname, '_', 1) AS parent, right(c.relname, 7) AS month, i.inhrelid IS NOT NULL AS pending
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'audit'
  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
 WHERE c.relkind = 'r' AND c.relname ~ '^(entry|note)_[0-9]{4}_[0-9]{2}$' AND i.inhdetachpending IS NOT FALSE
 ORDER BY 1, 2`;

/** Says which month is detached, and what an operator can do about it. */
export function detachedSentence({ parent, month, pending }: DetachedMonth): string {
  const table = partitionName(parent, month);
  const alter = `ALTER TABLE audit.${parent}`;
  const next = firstDay(monthsFrom(monthStart(month), 1));
  const finalize = pending ? `${alter} DETACH PARTITION ${table} FINALIZE; ` : '';
  const attach = `${alter} ATTACH PARTITION ${table} FOR VALUES FROM ('${firstDay(month)} 00:00+00') TO ('${next} 00:00+00')`;
  return `${table} is detached from audit.${parent}, so nobody would read what is stored there: attach it again (${finalize}${attach}), or rename or drop it`;
}
