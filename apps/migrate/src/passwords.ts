import { ConfigurationError, type ConfigurationFault } from '@trailbook/service';
import { isUsablePassword, type LoginRole, loginRoles, type RolePasswords } from '@trailbook/store/schema';

/** @throws ConfigurationError naming every role whose password is missing or unusable; never a value */
export function passwordsFrom(
  json: string | undefined,
  own: Partial<RolePasswords>,
  variableOf: (role: LoginRole) => string,
): RolePasswords {
  const together = parse(json);
  const faults: ConfigurationFault[] = [];
  const passwords: Partial<RolePasswords> = {};
  for (const role of loginRoles) {
    const password = own[role] ?? together[role];
    const variable = variableOf(role);
    if (password === undefined) {
      faults.push({ variable, problem: `is required (or ${role} in DATABASE_PASSWORDS)` });
    } else if (!isUsablePassword(password)) {
      faults.push({ variable, problem: 'must be 8 to 256 printable ASCII characters' });
    } else {
      passwords[role] = password;
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return passwords as RolePasswords;
}

function parse(json: string | undefined): Partial<Record<string, string>> {
  if (json === undefined) return {};
  const problem = `must be JSON of role to password, the roles being ${loginRoles.join(', ')}`;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ConfigurationError([{ variable: 'DATABASE_PASSWORDS', problem }]); // the parser's message would show the text
  }
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap || Object.entries(value as object).some(([role, word]) => !isRole(role) || typeof word !== 'string')) {
    throw new ConfigurationError([{ variable: 'DATABASE_PASSWORDS', problem }]);
  }
  return value as Record<string, string>;
}

const isRole = (name: string) => (loginRoles as readonly string[]).includes(name);
