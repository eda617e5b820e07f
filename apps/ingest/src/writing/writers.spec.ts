import { Logger } from '@nestjs/common';
import type { ConsumerControl, RejectedPublisher } from '@trailbook/messaging';
import { FencedError, type EntryWriter } from '@trailbook/store/append';
import type { IngestConfig } from '../config';
import { Accumulator } from '../intake/accumulator';
import { Assignments } from '../intake/assignments';
import { Pressure } from '../intake/pressure';
import type { Stretch } from '../intake/stretch';
import { Troubles } from '../operations/troubles';
import type { PartitionUpkeep } from '../upkeep/partition-upkeep';
import { Writers } from './writers';

const partition = 0;
const epochId = 1;

function world(append: () => Promise<unknown>) {
  const accumulator = new Accumulator<Stretch>({ records: 100, bytes: 1_000 });
  const assignments = new Assignments();
  const control = { reposition: jest.fn(), handled: jest.fn() };
  const stored = { append: jest.fn(append) };
  const writers = new Writers(
    { WRITERS: 1 } as IngestConfig,
    accumulator,
    assignments,
    new Pressure(accumulator, 1_000),
    stored as unknown as EntryWriter,
    { rejectAll: () => Promise.resolve() } as unknown as RejectedPublisher,
    {} as PartitionUpkeep,
    new Troubles(),
  );
  const read = (assignment: number, from: bigint, to: bigint) =>
    accumulator.add({
      ...{ partition, assignment, epochId, from, to, records: 1, bytes: 10, oldest: undefined },
      ...{ entries: [], notes: [], rejections: [], producers: [] },
      control: control as unknown as ConsumerControl,
    });
  return { writers, accumulator, assignments, control, stored, read };
}

const fencedAt = (stored: bigint | undefined) => Promise.reject(new FencedError(epochId, partition, stored, 10n));
const fenced = () => fencedAt(47n);
const done = () => Promise.resolve({ stored: 1, repeats: 0, notesStored: 0, noteRepeats: 0 });

describe('writers', () => {
  it('have a partition placed anew that is stored further', async () => {
    const { writers, assignments, control, read } = world(fenced);
    assignments.set(partition, { assignment: 1, epochId });
    read(1, 10n, 20n);
    writers.start();
    await writers.drain();
    await writers.ended();
    expect(control.reposition).toHaveBeenCalledWith(partition, 1);
    expect(assignments.epochOf(partition, 1)).toBeUndefined();
  });

  it.each([
    ['further', 47n],
    ['less far', 3n],
    ['less far', undefined],
  ])('say that a partition is stored %s than they thought: up to %s', async (how, stored) => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const { writers, assignments, control, read } = world(() => fencedAt(stored));
    assignments.set(partition, { assignment: 1, epochId });
    read(1, 10n, 20n);
    writers.start();
    await writers.drain();
    await writers.ended();
    const msg: unknown = expect.stringContaining(`is stored ${how} than this instance thought`);
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ msg, from: '10', stored: String(stored) })]]);
    expect(control.reposition).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('leave it to its new assignment where that came while they stored for the old one', async () => {
    let attempts = 0;
    const these = world(() => {
      attempts += 1;
      if (attempts > 1) return done();
      these.assignments.set(partition, { assignment: 2, epochId });
      these.read(2, 47n, 50n);
      return fenced();
    });
    const { writers, assignments, control, stored, read } = these;
    assignments.set(partition, { assignment: 1, epochId });
    read(1, 10n, 20n);
    writers.start();
    await writers.drain();
    await writers.ended();
    expect(assignments.epochOf(partition, 2)).toBe(epochId);
    expect(control.reposition).not.toHaveBeenCalled();
    expect(stored.append).toHaveBeenCalledTimes(2);
    expect(control.handled).toHaveBeenCalledWith(partition, 2, 50n);
  });
});

describe('assignments', () => {
  it('keep the later one, whichever is known first', () => {
    const assignments = new Assignments();
    assignments.set(partition, { assignment: 2, epochId: 7 });
    assignments.set(partition, { assignment: 1, epochId: 6 });
    expect(assignments.epochOf(partition, 2)).toBe(7);
    expect(assignments.epochOf(partition, 1)).toBeUndefined();
  });
});
