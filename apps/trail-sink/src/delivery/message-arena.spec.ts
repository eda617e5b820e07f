import { MessageArena } from './message-arena';

describe('memory for a trail’s messages', () => {
  it('gives each message bytes of its own', () => {
    const arena = new MessageArena();
    const sizes = Array.from({ length: 500 }, (_, n) => (n * 37) % 9_000);
    const messages = sizes.map((size, n) => arena.allocate(size).fill(n % 251));
    expect(messages.map(({ length }) => length)).toEqual(sizes);
    expect(messages.every((message, n) => message.every((byte) => byte === n % 251))).toBe(true);
  });

  it('shares no slab with another trail, and none with what comes after a rest', () => {
    const [one, other] = [new MessageArena(), new MessageArena()];
    const first = one.allocate(100);
    expect(one.allocate(100).buffer).toBe(first.buffer);
    expect(other.allocate(100).buffer).not.toBe(first.buffer);
    one.rest();
    expect(one.allocate(100).buffer).not.toBe(first.buffer);
  });
});
