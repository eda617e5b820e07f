import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { nameKey } from '../database/name-key';
import { unlessTaken } from '../database/unless-taken';
import type { PersonBody } from './user.dto';
import { User } from './user.entity';

/** JSON Pointer of what no event may show of a user; see {@link stateOf}. */
export const USER_SECRET = '/spec/password';

export function contentOf({ emailId, firstName, lastName }: PersonBody) {
  return { emailId, emailKey: nameKey(emailId), firstName: firstName ?? '', lastName: lastName ?? '' };
}

/** @throws ApiError 409 where another user of the tenant has the address */
export async function insertUser(
  manager: EntityManager,
  tenantUid: string,
  person: PersonBody & { disabled?: boolean },
  passwordHash: string | null,
  external: Pick<User, 'issuer' | 'subject' | 'assertedAt'> = { issuer: null, subject: null, assertedAt: null },
): Promise<User> {
  const user = manager.create(User, {
    uid: uuidv7(),
    tenantUid,
    ...contentOf(person),
    passwordHash,
    disabled: person.disabled ?? false,
    sessionGeneration: 1,
    lastLoginAt: null,
    ...external,
  });
  await unlessTaken(`A user with the e-mail address ${user.emailId}`, () => manager.insert(User, user));
  return user;
}

/** A user as events compare him. The hash stands for the password, to tell that it changed. */
export function stateOf({ emailId, firstName, lastName, disabled, issuer, passwordHash }: User) {
  const spec = { emailId, firstName, lastName, disabled, ...(issuer !== null && { issuer }) };
  return { spec: { ...spec, ...(passwordHash !== null && { password: passwordHash }) } };
}

export function userResource({ uid, emailId }: User) {
  return { kind: 'user', uid, name: emailId };
}
