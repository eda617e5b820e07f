/** The roles that `migrate` makes. A role belongs to the whole server, so every test database shares them. */
export const databaseRoles = [
  'trailbook_owner',
  'trailbook_ingest',
  'trailbook_query',
  'trailbook_sink',
  'trailbook_partitions',
  'trailbook_identity',
  'trailbook_cluster_profiles',
] as const;

export type DatabaseRole = (typeof databaseRoles)[number];
