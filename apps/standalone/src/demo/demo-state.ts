import path from 'node:path';
import { readJson, writeJson } from '../folder/json-file';

/** What the demo has to remember, so that a start that was cut short is completed by the next one. */
export interface DemoState {
  /** The history ends here, in milliseconds since 1970; it never moves, because an event keeps its time. */
  anchor: number;
  /** By e-mail; set before the user is made. */
  passwords: Record<string, string>;
  /** By e-mail; a key is shown once, by the answer that makes it. */
  apiKeys: Record<string, string>;
  /** Tenants whose history is complete and was read back. */
  told: string[];
}

/** The demo's memory in a folder, written down after each step. */
export class DemoMemory {
  private constructor(
    private readonly file: string,
    readonly state: DemoState,
  ) {}

  static async of(folder: string): Promise<DemoMemory> {
    const file = path.join(folder, 'demo.json');
    const kept = (await readJson(file)) as Partial<DemoState> | undefined;
    const memory = new DemoMemory(file, { anchor: Date.now() - 60_000, passwords: {}, apiKeys: {}, told: [], ...kept });
    if (!kept) await memory.keep();
    return memory;
  }

  async keep(): Promise<void> {
    await writeJson(this.file, this.state);
  }
}
