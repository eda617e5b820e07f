import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { MigrationError, reasonOf } from './errors';
import { loginRoles, ownerRole, type RolePasswords } from './roles';
import { isUsablePassword, scramVerifier } from './scram';

interface RoleRow {
  rolname: string;
  tooPowerful: boolean;
}

/** Roles are shared by all databases of a server: a migration of another database may be at the same row right now. */
const concurrentlyChanged = new Set(['XX000', '42710', '23505', '40001', '55P03']);

/**
 * Creates what is missing of the roles and sets their passwords. None of them is a superuser or bypasses row-level
 * security, and one that somebody made so is refused instead of used.
 * @throws MigrationError naming the role
 */
export async function createRoles(client: Client, passwords: RolePasswords): Promise<void> {
  for (const role of loginRoles) {
    if (!isUsablePassword(passwords[role] ?? '')) {
      throw new MigrationError('password', `the password of ${role} must be 8 to 256 printable ASCII characters`);
    }
  }
  const existing = await existingRoles(client);
  if (!existing.has(ownerRole)) await change(client, ownerRole, `CREATE ROLE ${ownerRole} NOLOGIN`);
  for (const role of loginRoles) {
    const verb = existing.has(role) ? 'ALTER' : 'CREATE';
    await change(client, role, `${verb} ROLE ${role} LOGIN PASSWORD ${escapeLiteral(scramVerifier(passwords[role]))}`);
  }
  await joinOwner(client);
  await allowConnecting(client);
}

async function existingRoles(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<RoleRow>(
    `SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS "tooPowerful"
       FROM pg_roles WHERE rolname = ANY($1)`,
    [[ownerRole, ...loginRoles]],
  );
  const powerful = rows.find((row) => row.tooPowerful);
  if (powerful) {
    throw new MigrationError(
      'role',
      `role ${powerful.rolname} exists with SUPERUSER, BYPASSRLS, CREATEROLE, CREATEDB or REPLICATION: take that away first`,
    );
  }
  return new Set(rows.map((row) => row.rolname));
}

/** The administrator acts as the owner by SET ROLE. A superuser may do so anyway. */
async function joinOwner(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(`SELECT pg_has_role(current_user, $1, 'SET') AS may`, [
    ownerRole,
  ]);
  if (rows[0]?.may) return;
  await change(client, ownerRole, `GRANT ${ownerRole} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE`);
}

/** Where CONNECT was taken from PUBLIC, each role needs its own; where it was not, nothing has to change. */
async function allowConnecting(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; database: string }>(
    `SELECT role, current_database() AS database FROM unnest($1::text[]) role
      WHERE NOT has_database_privilege(role, current_database(), 'CONNECT')`,
    [[...loginRoles]],
  );
  for (const { role, database } of rows) {
    await change(client, role, `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${role}`);
  }
}

async function change(client: Client, role: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (code === '42710' && statement.startsWith('CREATE')) statement = statement.replace('CREATE', 'ALTER');
      if (!concurrentlyChanged.has(code) || attempt === 10) {
        throw new MigrationError('role', `the administrator cannot set up role ${role}: ${reasonOf(error)}`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
}
