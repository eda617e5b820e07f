import { LocalFault } from '../faults';
import { RunningProcess, type Exit, type ProcessSpec } from './running-process';
import { untilReady } from './until';

export interface PartLimits {
  /** Milliseconds within which it has to answer after a start. */
  startMs: number;
  /** Milliseconds that it has to end in good order. */
  stopMs: number;
}

/** One part of the system as a child process: started, stopped and started again on the same port and data. */
export abstract class Part {
  private process: RunningProcess | undefined;
  private wanted = false;

  constructor(
    readonly name: string,
    protected readonly limits: PartLimits,
    private readonly stopSignal: NodeJS.Signals = 'SIGTERM',
  ) {}

  /** Makes everything ready for a start: files, stale locks. Called before each start. */
  protected abstract prepare(): Promise<ProcessSpec>;

  /** Throws while the part does not answer yet. */
  protected abstract probe(): Promise<void>;

  /** The process id, while it runs. */
  get pid(): number | undefined {
    return this.process?.alive ? this.process.pid : undefined;
  }

  /** Settles when the process that runs now has ended. */
  get exited(): Promise<Exit> {
    if (!this.process) throw new Error(`${this.name} was never started`);
    return this.process.exited;
  }

  /** Resolves when the part answers. @throws LocalFault when it does not in time; nothing is left running then */
  async start(): Promise<void> {
    if (this.process?.alive) throw new Error(`${this.name} is running already`);
    this.wanted = true;
    const spec = await this.prepare();
    if (!this.wanted) throw new LocalFault(`${this.name} was stopped before it was started.`);
    const process = await RunningProcess.start(spec);
    this.process = process;
    try {
      await untilReady(process, this.limits.startMs, () => this.probe());
    } catch (error) {
      if (process.alive) await process.stop('SIGKILL', 0);
      throw error;
    }
  }

  /** Stops in good order, by force after the limit. Does nothing when it is not running. */
  async stop(): Promise<void> {
    this.wanted = false;
    if (this.process?.alive) await this.process.stop(this.stopSignal, this.limits.stopMs);
  }

  /** Sends a signal to the process alone, as a fault would come. */
  kill(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }
}
