import { ResponseMemory } from './response-memory';

const MiB = 1024 * 1024;

describe('memory of responses', () => {
  it('is used again with the last release, and whoever still reads it finds nothing', () => {
    const memory = new ResponseMemory();
    const first = memory.allocate(MiB).fill('a');
    const [one, other] = [memory.lease(first.subarray(0, 10)), memory.lease(first.subarray(10))];
    one?.release();
    expect(first.toString('latin1', 0, 3)).toBe('aaa');
    other?.release();
    expect(first.length).toBe(0);
    const second = memory.allocate(MiB - 7);
    // Nothing but the very same memory has this in it.
    expect(second.toString('latin1', 0, 3)).toBe('aaa');
    expect(second.length).toBe(MiB - 7);
  });

  it('is not used again while somebody holds a lease, or where nobody ever did', () => {
    const memory = new ResponseMemory();
    const [held, unleased] = [memory.allocate(MiB).fill('a'), memory.allocate(MiB).fill('b')];
    memory.lease(held);
    memory.allocate(MiB).fill('c');
    expect([held.toString('latin1', 0, 1), unleased.toString('latin1', 0, 1)]).toEqual(['a', 'b']);
  });

  it('is given anew where what is free is too small', () => {
    const memory = new ResponseMemory();
    memory.lease(memory.allocate(100_000))?.release();
    expect(memory.allocate(MiB).length).toBe(MiB);
  });

  it('is no matter of leases for small responses, nor for bytes from elsewhere', () => {
    const memory = new ResponseMemory();
    expect(memory.lease(memory.allocate(100))).toBeUndefined();
    expect(memory.lease(Buffer.alloc(MiB))).toBeUndefined();
  });
});
