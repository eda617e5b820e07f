// RFC 3986, appendix A, without the finer points of hosts: what matters is that nothing but the URI characters occurs, that
// `%` is followed by two hex digits, and that a first segment with a colon is a scheme.
const characters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const firstSegmentWithColon = /^[^/?#]*:/;
const remembered = 1_000;
const known = new Set<string>();

function isReference(text: string): boolean {
  if (!characters.test(text)) return false;
  if (firstSegmentWithColon.test(text) && !scheme.test(text)) return false;
  const [beforeFragment = '', ...fragments] = text.split('#');
  if (fragments.length > 1 || /[[\]]/.test(fragments[0] ?? '')) return false;
  // Brackets are for an IPv6 host alone.
  const brackets = /[[\]]/.test(beforeFragment);
  return (
    !brackets ||
    /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/[^/?[\]]*\[[0-9A-Fa-f:.v]+\](?::\d*)?(?:[/?][^[\]]*)?$/.test(beforeFragment)
  );
}

/** Whether a text is a URI-reference that isn't empty. There are few sources and many events: it remembers what was. */
export function isUriReference(text: string): boolean {
  if (known.has(text)) return true;
  if (!isReference(text)) return false;
  if (known.size < remembered) known.add(text);
  return true;
}
