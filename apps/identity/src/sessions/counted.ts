import { nameKey } from '../database/name-key';
import { limits } from './attempt-limit';
import type { Counted } from './login-attempts';
import { networkOf } from './network-of';

/** By what a login with a password is counted that comes from a device nobody knows. */
export function byOrigin(emailId: string, address: string | undefined): Counted[] {
  const email = nameKey(emailId);
  const network = networkNamed(address);
  return [
    { subject: `guesses ${network} ${email}`, limit: limits.guesses },
    { subject: `email ${email}`, limit: limits.emails },
    ...(address === undefined ? [] : [{ subject: `network ${network}`, limit: limits.networks }]),
  ];
}

/** By what a login is counted on a device that this user has logged in on before: by nothing that others can do. */
export function byDevice(userUid: string, device: string): Counted[] {
  return [{ subject: `device ${userUid} ${device}`, limit: limits.guesses }];
}

/** By what users are counted who show their password once more, in a session. */
export function byUser(userUid: string): Counted[] {
  return [{ subject: `user ${userUid}`, limit: limits.guesses }];
}

/** By what sign-ins are counted whose code or state was never given by the issuer that they name. */
export function byForgery(address: string | undefined): Counted[] {
  return [{ subject: `forged sign-in ${networkNamed(address)}`, limit: limits.guesses }];
}

/** By what sign-ins are counted that were cancelled at the issuer, or that it refused: only for how many are recorded. */
export function byAbandonment(address: string | undefined): Counted[] {
  return [{ subject: `abandoned sign-in ${networkNamed(address)}`, limit: limits.guesses }];
}

/** By what users of an issuer are counted who are let in nowhere: only for how many sign-ins are recorded. */
export function bySubject({ issuer, subject }: { issuer: string; subject: string }): Counted[] {
  return [{ subject: `subject ${subject} of ${issuer}`, limit: limits.guesses }];
}

function networkNamed(address: string | undefined): string {
  return (address === undefined ? undefined : networkOf(address)) ?? 'unknown';
}
