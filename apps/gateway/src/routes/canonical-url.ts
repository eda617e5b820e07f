/**
 * Brings the request's target into the one form that is routed, judged, signed and forwarded: origin-form, ASCII, with
 * a path that decodes. A path that does not is taken literally, so that it becomes a 404 after authentication like any
 * other unknown one.
 */
export function canonicalUrl(url: string): string {
  const ascii = withoutOrigin(url).replace(/[^\x21-\x7e]|#/g, (character) => percent(character));
  const queryAt = ascii.indexOf('?');
  const path = queryAt < 0 ? ascii : ascii.slice(0, queryAt);
  const query = queryAt < 0 ? '' : ascii.slice(queryAt);
  return (decodes(path) ? path : path.replaceAll('%', '%25')) + query;
}

/** `GET http://host/path` is as good as `GET /path` (RFC 9112, 3.2.2). */
function withoutOrigin(url: string): string {
  const match = /^https?:\/\/[^/?#]*/i.exec(url);
  if (!match) return url;
  const rest = url.slice(match[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Node reads the target as latin1: a character is a byte. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function decodes(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
