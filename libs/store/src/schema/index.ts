export { MigrationError } from './errors';
export {
  type DatabaseToMigrate,
  type Migrated,
  type MigrationClass,
  migrateDatabase,
  type ServiceSchema,
} from './migrate-database';
export { monthsAhead } from './make-partitions';
export { type LoginRole, loginRoles, ownerRole, type RolePasswords } from './roles';
export { isUsablePassword } from './scram';
