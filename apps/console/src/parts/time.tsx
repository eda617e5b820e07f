const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `2026-01-02 03:04:05.123 UTC` */
export const utcText = (time: string): string => time.replace('T', ' ').replace('Z', ' UTC');
export const localText = (time: string): string => local.format(new Date(time));

/** A time in the reader's own zone, in UTC on hover. */
export function Time({ value, className }: { value: string; className?: string }) {
  return (
    <time dateTime={value} title={`${utcText(value)} (shown in ${zone})`} className={className}>
      {localText(value)}
    </time>
  );
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** `3 hours ago`, with the exact time on hover. */
export function Ago({ value }: { value: string }) {
  const elapsed = Date.parse(value) - Date.now();
  const unit = units.find(([, length]) => Math.abs(elapsed) >= length);
  const text = unit ? relative.format(Math.round(elapsed / unit[1]), unit[0]) : 'just now';
  return (
    <time dateTime={value} title={`${localText(value)} · ${utcText(value)}`}>
      {text}
    </time>
  );
}
