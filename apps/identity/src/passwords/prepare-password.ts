/**
 * The form in which a password is hashed: RFC 8265's OpaqueString (4.2.2), so that it is the same whichever keyboard it
 * is typed on. Non-ASCII spaces become spaces, and what is one character to people has one form (NFC): a Mac types `é`
 * as two code points. Letters keep their case and their width. Code points that the profile excludes are left as they
 * are: users may have them in their passwords already.
 */
export function preparePassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}
