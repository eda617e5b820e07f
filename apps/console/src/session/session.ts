/**
 * The session's token is a cookie that no script reads, not even this one. What is kept here, for all tabs alike, is
 * that there is a session at all: a mark of it, which is no secret.
 */
const key = 'trailbook.session';
/** The issuer that says who the user is, who then has no password here. */
const issuerKey = 'trailbook.by-issuer';

export type EndOfSession = 'signed-out' | 'expired';

const listeners = new Set<() => void>();
let ended: EndOfSession | undefined;

function tell(): void {
  for (const listener of listeners) listener();
}

// Another tab has signed in or out. Loaded again, this one shows nothing any more that it has for somebody else.
window.addEventListener('storage', (event) => {
  if (event.key === key || event.key === null) window.location.reload();
});

export const session = {
  /** Another one for each session; null where there is none. */
  mark: (): string | null => localStorage.getItem(key),
  /** Why the last session ended in this tab. */
  ended: (): EndOfSession | undefined => ended,
  /** @param issuer the name of the issuer that the user signed in by; absent with a password */
  begin: (issuer?: string): void => {
    ended = undefined;
    if (issuer !== undefined) localStorage.setItem(issuerKey, issuer);
    else localStorage.removeItem(issuerKey);
    localStorage.setItem(key, crypto.randomUUID());
    tell();
  },
  issuer: (): string | null => localStorage.getItem(issuerKey),
  end: (why: EndOfSession): void => {
    ended = why;
    localStorage.removeItem(key);
    tell();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
