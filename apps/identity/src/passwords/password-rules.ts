import { ApiError } from '@trailbook/service';
import { dictionary } from '@zxcvbn-ts/language-common';
import { nameKey } from '../database/name-key';
import { preparePassword } from './prepare-password';

/** Of the most common passwords those that are long enough to be accepted otherwise: some eighteen thousand. */
const common = new Set(dictionary['passwords-common'].filter((password) => password.length >= 8));

/**
 * Refuses passwords that are tried first: common ones (OWASP ASVS 5, 6.2.4), and the user's own e-mail address. In any
 * case of letters.
 * @param field what the request calls the password
 * @throws ApiError 400
 */
export function assertGoodPassword(field: string, password: string, emailId: string): void {
  const prepared = preparePassword(password).toLowerCase();
  const email = nameKey(emailId);
  if (prepared === email || prepared === email.split('@', 1)[0]) {
    throw ApiError.invalidRequest(field, `${field} must not be the e-mail address`);
  }
  if (common.has(prepared)) throw ApiError.invalidRequest(field, `${field} is among the most common passwords`);
}
