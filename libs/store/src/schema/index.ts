export { MigrationError } from './errors';
export { readCatalog } from './frozen/catalog';
export { checksumOf, type MigrationClass, statementsOf } from './frozen/checksum';
export type { Catalogs } from './frozen/expectation';
export type { SchemaMigrations } from './frozen/history';
export {
  type DatabaseToMigrate,
  type ExpectedCatalogs,
  type Migrated,
  migrateDatabase,
  type ServiceSchema,
} from './migrate-database';
export { auditMigrations } from './migrations';
export { monthsAhead } from './make-partitions';
export { type LoginRole, loginRoles, ownerRole, type RolePasswords } from './roles';
export { isUsablePassword } from './scram';
