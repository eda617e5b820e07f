import { loginRoles, type LoginRole } from '@trailbook/store/schema';

/** The roles that apps log in with. A role belongs to the whole server, so every test database shares them. */
export const databaseRoles = loginRoles;

export type DatabaseRole = LoginRole;
