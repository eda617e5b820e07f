import type { Chance } from './chance';
import { sinkFaultKinds, type Faults, type SinkFaultKind } from './faults';

/** Inflicts faults on trail-sinks one after the other, while other parts are hit: one that waits for a takeover takes long. */
export class SinkFaults {
  readonly done: SinkFaultKind[] = [];
  private deck: SinkFaultKind[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly faults: Faults,
    private readonly chance: Chance,
  ) {}

  /** Begins the next one, unless one is still going on or has failed. */
  next(): void {
    if (this.running !== undefined) return;
    if (this.deck.length === 0) this.deck = this.chance.shuffled(sinkFaultKinds);
    const kind = this.deck.pop() as SinkFaultKind;
    this.running = this.faults.inflictOnSink(kind).then(() => {
      this.done.push(kind);
      this.running = undefined;
    });
    this.running.catch(() => undefined); // told by `over`
  }

  /** Resolves when the victim runs again. @throws what a fault has failed with */
  async over(): Promise<void> {
    await this.running;
  }
}
