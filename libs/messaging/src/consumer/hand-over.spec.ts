import { setImmediate } from 'node:timers/promises';
import { HandOver } from './hand-over';

/** Work that ends when it is told to. */
function pieces(log: string[]) {
  const ends: (() => void)[] = [];
  const piece = (name: string) => () => {
    log.push(`begins ${name}`);
    return new Promise<void>((resolve) => ends.push(resolve)).then(() => void log.push(`ends ${name}`));
  };
  return { piece, end: () => ends.shift()?.() };
}

describe('handing over', () => {
  const log: string[] = [];

  beforeEach(() => (log.length = 0));

  it('lets one piece wait while another is done', async () => {
    const handOver = new HandOver({ oneAhead: true });
    const { piece, end } = pieces(log);
    for (const name of ['a', 'b', 'c']) void handOver.push(piece(name)).then(() => log.push(`more after ${name}`));
    await setImmediate();
    expect(log).toEqual(['begins a', 'more after a']);
    end();
    await setImmediate();
    expect(log.slice(2)).toEqual(['ends a', 'begins b', 'more after b']);
    end();
    await setImmediate();
    end();
    await handOver.done;
    expect(log.slice(5)).toEqual(['ends b', 'begins c', 'more after c', 'ends c']);
  });

  it('lets none wait where that was not asked for', async () => {
    const handOver = new HandOver({ oneAhead: false });
    const { piece, end } = pieces(log);
    void handOver.push(piece('a')).then(() => log.push('more after a'));
    await setImmediate();
    expect(log).toEqual(['begins a']);
    end();
    await setImmediate();
    expect(log.slice(1)).toEqual(['ends a', 'more after a']);
  });

  it('does nothing more after a failure, which everyone hears of', async () => {
    const handOver = new HandOver({ oneAhead: true });
    await handOver.push(() => Promise.reject(new Error('failed')));
    const begun = jest.fn(() => Promise.resolve());
    await expect(handOver.push(begun)).rejects.toThrow('failed');
    await expect(handOver.done).rejects.toThrow('failed');
    expect(begun).not.toHaveBeenCalled();
  });
});
