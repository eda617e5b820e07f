/** A layout to measure: the schema as it is migrated, changed by these statements. */
export interface Variant {
  name: string;
  change: string;
}

const none = `DROP INDEX IF EXISTS audit.entry_time; DROP INDEX IF EXISTS audit.entry_project_time;
DROP INDEX IF EXISTS audit.entry_resource; DROP INDEX IF EXISTS audit.entry_actor;
DROP INDEX IF EXISTS audit.entry_kind; DROP INDEX IF EXISTS audit.entry_action;
DROP INDEX IF EXISTS audit.entry_arrival;`;
const wide = `CREATE INDEX entry_time ON audit.entry (tenant_id, time, uid);
CREATE INDEX entry_project_time ON audit.entry (tenant_id, project_id, time, uid);`;
const narrow = `CREATE INDEX entry_time ON audit.entry (tenant_id, time);
CREATE INDEX entry_project_time ON audit.entry (tenant_id, project_id, time);`;
const subjects = `CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, kind_id, action);`;
const subjectsByTime = `CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key, time);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, time);`;
const subjectsInOrder = `CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key, time, actor_key);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, time, kind_id, project_id, action);`;
/** Of 16 bytes, which are packed. */
const subjectsInTicks = `CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key, second, tick, actor_low, action)
  WITH (deduplicate_items = off);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, second, tick, kind_low, project_low, action)
  WITH (deduplicate_items = off);`;
const kind = 'CREATE INDEX entry_kind ON audit.entry (tenant_id, kind_id, action);';
const kindInTicks = `CREATE INDEX entry_kind ON audit.entry (tenant_id, kind_id, second, tick, project_low, action)
  WITH (deduplicate_items = off);
CREATE INDEX entry_action ON audit.entry (tenant_id, action);`;
const arrival = `CREATE INDEX entry_arrival ON audit.entry
  USING brin (tenant_id, kafka_offset int8_minmax_multi_ops) WITH (pages_per_range = 32);`;
const uncounted = 'CREATE RULE uncounted AS ON INSERT TO audit.rollup_delta DO INSTEAD NOTHING;';

/** Everything that was in question, each against the same reference. */
export const variants: readonly Variant[] = [
  { name: 'as-migrated', change: '' },
  { name: 'identity-only', change: none },
  { name: 'wide', change: none + wide },
  { name: 'narrow', change: none + narrow },
  { name: 'narrow-uncounted', change: none + narrow + uncounted },
  { name: 'narrow-arrival', change: none + narrow + arrival },
  { name: 'narrow-subjects', change: none + narrow + subjects },
  { name: 'narrow-subjects-by-time', change: none + narrow + subjectsByTime },
  { name: 'narrow-subjects-in-order', change: none + narrow + subjectsInOrder },
  { name: 'narrow-subjects-in-ticks', change: none + narrow + subjectsInTicks },
  { name: 'narrow-kind', change: none + narrow + kind },
  { name: 'narrow-kind-in-ticks', change: none + narrow + kindInTicks },
  { name: 'narrow-in-order', change: none + narrow + subjectsInOrder + kind + arrival },
];
