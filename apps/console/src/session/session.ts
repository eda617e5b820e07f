/**
 * The session's token is kept in sessionStorage: it outlives a reload, ends with the tab, is sent by nobody but this
 * code (so that no other site can make requests in the user's name), and never reaches a disk or another tab. The
 * content security policy runs no script but the console's own, so that nothing else can read it.
 */
const key = 'trailbook.token';
/** Set where an issuer says who the user is: he has no password here. */
const issuerKey = 'trailbook.by-issuer';

export type EndOfSession = 'signed-out' | 'expired';

const listeners = new Set<() => void>();
let ended: EndOfSession | undefined;

function tell(): void {
  for (const listener of listeners) listener();
}

export const session = {
  token: (): string | null => sessionStorage.getItem(key),
  /** Why the last session of this tab ended. */
  ended: (): EndOfSession | undefined => ended,
  begin: (token: string, way: 'password' | 'issuer' = 'password'): void => {
    ended = undefined;
    sessionStorage.setItem(key, token);
    if (way === 'issuer') sessionStorage.setItem(issuerKey, 'yes');
    else sessionStorage.removeItem(issuerKey);
    tell();
  },
  byPassword: (): boolean => sessionStorage.getItem(issuerKey) === null,
  end: (why: EndOfSession): void => {
    ended = why;
    sessionStorage.removeItem(key);
    tell();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
