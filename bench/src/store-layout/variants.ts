/** A layout to measure: the schema as it is migrated, changed by these statements. */
export interface Variant {
  name: string;
  change: string;
}

const resource = 'CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key, time);';
const actor = 'CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, time);';
const keys = `CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key);`;
const kind = 'CREATE INDEX entry_kind_time ON audit.entry (tenant_id, kind_id, time);';
const arrival =
  'CREATE INDEX entry_arrival ON audit.entry USING brin (tenant_id, kafka_offset int8_minmax_multi_ops) WITH (pages_per_range = 32);';
const wide = `DROP INDEX audit.entry_time; DROP INDEX audit.entry_project_time;
CREATE INDEX entry_time ON audit.entry (tenant_id, time, uid);
CREATE INDEX entry_project_time ON audit.entry (tenant_id, project_id, time, uid);`;
const narrow = `DROP INDEX audit.entry_time; DROP INDEX audit.entry_project_time;
CREATE INDEX entry_time ON audit.entry (tenant_id, time);
CREATE INDEX entry_project_time ON audit.entry (tenant_id, project_id, time);`;
const keysOnly = 'DROP INDEX audit.entry_time; DROP INDEX audit.entry_project_time;';
const noCounts = 'CREATE RULE uncounted AS ON INSERT TO audit.rollup_delta DO INSTEAD NOTHING;';

/** Everything that was in question, each against the same reference. */
export const variants: readonly Variant[] = [
  { name: 'as-migrated', change: '' },
  { name: 'wide', change: wide },
  { name: 'narrow', change: narrow },
  { name: 'narrow-uncounted', change: narrow + noCounts },
  { name: 'narrow-resource', change: narrow + resource },
  { name: 'narrow-resource-actor', change: narrow + resource + actor },
  { name: 'narrow-keys', change: narrow + keys },
  { name: 'narrow-kind', change: narrow + kind },
  { name: 'narrow-arrival', change: narrow + arrival },
  { name: 'narrow-all', change: narrow + resource + actor + arrival },
  { name: 'uid-only', change: keysOnly },
];
