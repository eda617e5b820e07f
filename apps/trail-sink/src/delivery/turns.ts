export interface TurnOptions {
  /** Calls that have their turn at the same time. */
  readonly atOnce: number;
  /** A call that takes longer doesn't keep others waiting, whoever it hangs for; milliseconds. */
  readonly longestMs: number;
}

/**
 * Lets calls begin a few at a time, in the order in which they came. Batches of many trails become full, or are hurried
 * since memory is needed, in the same moment: a body of a megabyte for each of them at once took 90 MB, and the objects of
 * their events lived until they were promoted in the heap; and none of them was faster for it.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private taken = 0;

  constructor(private readonly options: TurnOptions) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    const { atOnce, longestMs } = this.options;
    if (this.taken < atOnce) this.taken += 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.passOn();
    };
    const timer = setTimeout(end, longestMs);
    try {
      return await work();
    } finally {
      end();
    }
  }

  private passOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken -= 1;
  }
}
