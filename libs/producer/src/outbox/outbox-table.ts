/** A schema's outbox, as SQL names it. */
export interface OutboxName {
  schema: string;
  /** `"schema".outbox`, quoted for SQL. */
  table: string;
}

export function outboxOf(schema: string): OutboxName {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`Not a schema's name: ${schema}`);
  return { schema, table: `"${schema}".outbox` };
}

/**
 * Statements for a service's migration: its outbox, usable by the service's role.
 *
 * Rows live for milliseconds, so the table is vacuumed by their number and not by a share of its size, and pages are
 * left room. There is one index, the primary key, in whose order the relay reads.
 */
export function outboxTable(schema: string, role: string): string[] {
  const { table } = outboxOf(schema);
  const { schema: grantee } = outboxOf(role);
  return [
    `CREATE TABLE ${table} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      key text NOT NULL,
      headers json NOT NULL,
      value text NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0,
            autovacuum_analyze_threshold = 10000, autovacuum_vacuum_insert_threshold = -1)`,
    `COMMENT ON TABLE ${table} IS 'Audit events on their way to Kafka; a relay takes them away in the order of id'`,
    `GRANT SELECT, INSERT, DELETE ON ${table} TO "${grantee}"`,
  ];
}

/** The statement that undoes {@link outboxTable}. */
export function dropOutboxTable(schema: string): string {
  return `DROP TABLE ${outboxOf(schema).table}`;
}
