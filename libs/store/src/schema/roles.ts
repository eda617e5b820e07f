/** Owns every table and function. Nobody logs in as it: `migrate` takes it on with SET ROLE. */
export const ownerRole = 'trailbook_owner';

/** The roles that apps log in as. Each can do only what its app must; `docs/adr/0002-store-layout.md` has the table. */
export const loginRoles = [
  'trailbook_ingest',
  'trailbook_query',
  'trailbook_sink',
  'trailbook_partitions',
  'trailbook_identity',
  'trailbook_cluster_profiles',
] as const;

export type LoginRole = (typeof loginRoles)[number];
export type RolePasswords = Record<LoginRole, string>;
