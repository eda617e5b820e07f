/** Texts of minutes, each where its number says, until another one takes the place: times come from a few minutes. */
const minutes: ({ minute: number; text: string } | undefined)[] = new Array<undefined>(64).fill(undefined);

/** `2026-01-02T03:04:` */
function minuteText(minute: number): string {
  const place = minute & (minutes.length - 1);
  const known = minutes[place];
  if (known?.minute === minute) return known.text;
  const text = new Date(minute * 60_000).toISOString().slice(0, -'05.123Z'.length);
  minutes[place] = { minute, text };
  return text;
}

/** Characters of a time as REST shows it. */
export const restTimeLength = 24;
const minuteLength = 17;
const [zero, point, z] = [0x30, 0x2e, 0x5a];

/** Writes what `restTime` answers, `restTimeLength` bytes. */
export function writeRestTime(milliseconds: number, into: Uint8Array, at: number): void {
  const minute = Math.floor(milliseconds / 60_000);
  const rest = Math.floor(milliseconds - minute * 60_000);
  const second = Math.floor(rest / 1_000);
  const thousandth = rest - second * 1_000;
  const text = minuteText(minute);
  for (let n = 0; n < minuteLength; n += 1) into[at + n] = text.charCodeAt(n);
  const digits = at + minuteLength;
  into[digits] = zero + Math.floor(second / 10);
  into[digits + 1] = zero + (second % 10);
  into[digits + 2] = point;
  into[digits + 3] = zero + Math.floor(thousandth / 100);
  into[digits + 4] = zero + (Math.floor(thousandth / 10) % 10);
  into[digits + 5] = zero + (thousandth % 10);
  into[digits + 6] = z;
}

const scratch = Buffer.alloc(restTimeLength);

/** A time in milliseconds as REST shows it: RFC 3339, UTC, milliseconds. */
export function restTime(milliseconds: number): string {
  writeRestTime(milliseconds, scratch, 0);
  return scratch.toString('latin1');
}
