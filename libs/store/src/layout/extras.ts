/** Attributes of an envelope that are neither in a column nor in the payload. */
export interface Attributes {
  subject?: string;
  traceparent?: string;
  extras: Readonly<Record<string, string>>;
}

/** As stored, in few bytes: `s` is 1 where the subject is the usual `KIND/UID`, which the payload has. */
interface Packed {
  s?: 1 | string;
  t?: string;
  x?: Readonly<Record<string, string>>;
}

/** What is stored of a binary record's attributes; empty where there are none. */
export function packAttributes({ subject, traceparent, extras }: Attributes, usualSubject?: string): string {
  const further = hasAny(extras);
  if (subject === undefined && traceparent === undefined && !further) return '';
  const packed: Packed = {
    s: subject !== undefined && subject === usualSubject ? 1 : subject,
    t: traceparent,
    ...(further && { x: extras }),
  };
  return JSON.stringify(packed);
}

/** The attributes again. `usualSubject` is asked only where it was the subject. */
export function unpackAttributes(text: string, usualSubject: () => string | undefined): Attributes {
  if (text === '') return { extras: {} };
  const { s, t, x } = JSON.parse(text) as Packed;
  const subject = s === 1 ? usualSubject() : s;
  return { ...(subject !== undefined && { subject }), ...(t !== undefined && { traceparent: t }), extras: x ?? {} };
}

function hasAny(extras: Readonly<Record<string, string>>): boolean {
  for (const _ in extras) return true;
  return false;
}
