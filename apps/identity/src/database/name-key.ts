/** What two names or e-mail addresses share that a person would take for the same. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
