const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const named = (names: typeof browsers, text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** What signed in, in a few words: `Firefox on Linux`; any other client by the first word of what it calls itself. */
export function deviceTold(userAgent: string | undefined): string {
  if (!userAgent) return 'Unknown client';
  const [browser, system] = [named(browsers, userAgent), named(systems, userAgent)];
  if (browser === undefined) return userAgent.split(/[\s/]/, 1)[0]?.slice(0, 40) || 'Unknown client';
  return system === undefined ? browser : `${browser} on ${system}`;
}
