import { decide, encodeBinary, type AuditEventData, type AuditNoteData } from '@trailbook/contract';
import { asReceived } from '@trailbook/testing';
import { cast } from './cast';
import { historyOf } from './history';

const anchor = Date.UTC(2026, 10, 23, 9);
const day = 86_400_000;
const script = cast[0] as (typeof cast)[number];
const tenant = {
  uid: 'acme',
  name: script.name,
  projects: script.projects.map((name) => ({ uid: name.toLowerCase(), name })),
};
const people = ['ada', 'vik', 'noor', 'ines'].map((uid) => ({
  uid,
  emailId: `${uid}@acme.example`,
  firstName: uid,
  lastName: 'x',
}));

describe('the history of the demo', () => {
  const told = historyOf(tenant, people, anchor, script.entries);
  const entries = told
    .filter(({ type }) => type.includes('.event.'))
    .map(({ time, data }) => ({ time: Number(time), ...(data as AuditEventData) }));
  const notes = told.filter(({ type }) => type.includes('.note.'));
  const different = (of: (entry: (typeof entries)[number]) => unknown) => new Set(entries.map(of)).size;

  it('is told the same every time', () => {
    expect(historyOf(tenant, people, anchor, script.entries)).toEqual(told);
  });

  it('is accepted by the contract, every bit of it', () => {
    const judged = told.map((event) => decide(asReceived(encodeBinary(event), anchor + 60_000)));
    expect(judged.filter(({ kind }) => kind === 'rejected')).toEqual([]);
  });

  it('has different uids', () => {
    const uids = told.map(({ source, id }) => `${source} ${id}`);
    expect(new Set(uids).size).toBe(told.length);
  });

  it('has everything that a log can have', () => {
    expect(entries.length).toBeGreaterThanOrEqual(300);
    expect(different(({ resource }) => resource.kind)).toBeGreaterThanOrEqual(6);
    expect(different(({ actionType }) => actionType)).toBe(7);
    expect(different(({ actor }) => actor.actorType)).toBe(3);
    expect(different(({ projectUid }) => projectUid)).toBe(3);
    expect(different(({ actor }) => actor.user?.uid)).toBe(people.length + 1);
    expect(different(({ time }) => time)).toBeLessThan(entries.length);
    expect(different(({ outcome }) => outcome)).toBe(2);
    expect(entries.some(({ userMsg }) => userMsg)).toBe(true);
    expect(entries.some(({ contentMsg }) => contentMsg)).toBe(true);
    expect(entries.some(({ changes }) => changes?.length)).toBe(true);
    expect(notes.length).toBeGreaterThan(10);
  });

  it('puts notes on entries that there are, after them', () => {
    const uids = new Set(
      told
        .map((event) => decide(asReceived(encodeBinary(event), anchor)))
        .flatMap((one) => (one.kind === 'event' ? [one.event.uid] : [])),
    );
    for (const { data } of notes) expect(uids).toContain((data as AuditNoteData).auditUid);
  });

  it('is spread over 90 days, and ends at its anchor', () => {
    const times = entries.map(({ time }) => time);
    expect(Math.max(...times)).toBeLessThanOrEqual(anchor);
    expect(Math.min(...times)).toBeLessThan(anchor - 85 * day);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(anchor - 90 * day);
    const weeks = new Set(times.map((time) => Math.floor((anchor - time) / (7 * day))));
    expect(weeks.size).toBe(13);
  });
});
