/**
 * The session's token is kept in sessionStorage: it outlives a reload, ends with the tab, is sent by nobody but this
 * code (so that no other site can make requests in the user's name), and never reaches a disk or another tab. The
 * content security policy runs no script but the console's own, so that nothing else can read it.
 */
const key = 'trailbook.token';
/** The issuer that says who the user is, who then has no password here. */
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
  /** @param issuer the name of the issuer that the user signed in by; absent with a password */
  begin: (token: string, issuer?: string): void => {
    ended = undefined;
    sessionStorage.setItem(key, token);
    if (issuer !== undefined) sessionStorage.setItem(issuerKey, issuer);
    else sessionStorage.removeItem(issuerKey);
    tell();
  },
  issuer: (): string | null => sessionStorage.getItem(issuerKey),
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
