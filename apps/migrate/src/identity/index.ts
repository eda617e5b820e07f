import type { MigrationClass } from '@trailbook/store/schema';
import { CreateTenants1763900000000 } from './1763900000000-create-tenants';
import { CreateRolesAndKeys1763900000001 } from './1763900000001-create-roles-and-keys';
import { CreateLoginAttempts1763900000002 } from './1763900000002-create-login-attempts';
import { KnowDevices1764000000000 } from './1764000000000-know-devices';
import { KeepSessions1764000000001 } from './1764000000001-keep-sessions';

/** In the order in which they run; one that has been released is never changed, only followed. */
export const identityMigrations: readonly MigrationClass[] = [
  CreateTenants1763900000000,
  CreateRolesAndKeys1763900000001,
  CreateLoginAttempts1763900000002,
  KnowDevices1764000000000,
  KeepSessions1764000000001,
];
