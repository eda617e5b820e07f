import { MessageArena } from './message-arena';
import { SlabPool } from './message-slab';

describe('memory for a trail’s messages', () => {
  it('gives each message bytes of its own', () => {
    const arena = new MessageArena(new SlabPool());
    const sizes = Array.from({ length: 500 }, (_, n) => (n * 37) % 9_000);
    const messages = sizes.map((size, n) => {
      const message = arena.allocate(size).fill(n % 251);
      arena.slabOf(message)?.retain();
      return message;
    });
    expect(messages.map(({ length }) => length)).toEqual(sizes);
    expect(messages.every((message, n) => message.every((byte) => byte === n % 251))).toBe(true);
  });

  it('shares no slab with another trail, and none with what comes after a rest', () => {
    const pool = new SlabPool();
    const [one, other] = [new MessageArena(pool), new MessageArena(pool)];
    const first = one.allocate(100);
    one.slabOf(first)?.retain();
    expect(one.allocate(100).buffer).toBe(first.buffer);
    expect(other.allocate(100).buffer).not.toBe(first.buffer);
    one.rest();
    expect(one.allocate(100).buffer).not.toBe(first.buffer);
  });

  it('is used again when all messages of a slab are released, and nobody sees in it what comes next', () => {
    const pool = new SlabPool();
    const [one, other] = [new MessageArena(pool), new MessageArena(pool)];
    const [first, second] = [one.allocate(100).fill('a'), one.allocate(100).fill('b')];
    const slab = one.slabOf(first);
    slab?.retain();
    slab?.retain();
    one.rest();
    slab?.release();
    expect([first.toString(), second.toString()]).toEqual(['a'.repeat(100), 'b'.repeat(100)]);
    slab?.release();
    expect(other.allocate(100).toString()).toBe('a'.repeat(100));
    expect([first.length, second.length]).toEqual([0, 0]);
    expect(() => slab?.retain()).toThrow('given back');
    expect(() => slab?.held).toThrow('given back');
  });
});
