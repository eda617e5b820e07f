import { refusalsOf, successOf, type Operation } from './api-document';

interface Counted {
  statuses: Map<number, number>;
  valid: Set<string>;
  mutated: Set<string>;
}

/** What was sent and answered: operation by status, and which parameters were there. */
export class Tally {
  private readonly rows = new Map<string, Counted>();
  /** Made-up requests of a Tenant Admin. */
  byAdmin = 0;
  /** Of these, those with something wrong. */
  mutated = 0;

  /** @param elsewhere statuses of an operation that another spec reaches, since they need more than this system has */
  constructor(
    private readonly operations: readonly Operation[],
    private readonly elsewhere: Readonly<Record<string, readonly number[]>>,
  ) {
    for (const { id } of operations) this.rows.set(id, { statuses: new Map(), valid: new Set(), mutated: new Set() });
  }

  /**
   * @param of which parameters the request has, what of it was made wrong, and whether it was made up by the fuzz and
   *   sent as a Tenant Admin
   */
  count(
    { id }: Operation,
    status: number,
    of: { parameters: readonly string[]; target?: string; byAdmin: boolean },
  ): void {
    const row = this.rows.get(id)!;
    row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
    for (const name of of.parameters) row.valid.add(name);
    if (of.target) row.mutated.add(of.target);
    // With other credentials it is not a Tenant Admin's any more.
    if (!of.byAdmin || of.target === 'credentials') return;
    this.byAdmin += 1;
    if (of.target) this.mutated += 1;
  }

  summary(): string {
    return `${this.byAdmin} made-up requests of a Tenant Admin, ${this.mutated} of them valid but for one mutation`;
  }

  /** Statuses of the document that were never answered. */
  missing(): string[] {
    return this.operations.flatMap((operation) => {
      const { statuses } = this.rows.get(operation.id)!;
      const expected = [successOf(operation), ...refusalsOf(operation)];
      const reached = (status: number) => statuses.has(status) || this.elsewhere[operation.id]?.includes(status);
      return expected.filter((status) => !reached(status)).map((status) => `${operation.id} ${status}`);
    });
  }

  /** Operations that have not succeeded yet. */
  unsuccessful(): Operation[] {
    return this.operations.filter(
      (one) =>
        !this.elsewhere[one.id]?.includes(successOf(one)) && !this.rows.get(one.id)!.statuses.has(successOf(one)),
    );
  }

  /** Parameters that no request had, or that none had wrong. */
  untouched(): string[] {
    return this.operations.flatMap(({ id, parameters }) => {
      const { valid, mutated } = this.rows.get(id)!;
      return parameters
        .filter(({ name, in: where }) => (where !== 'path' && !valid.has(name)) || !mutated.has(name))
        .map(({ name }) => `${id} ${name}`);
    });
  }

  table(): string {
    const statuses = [...new Set([...this.rows.values()].flatMap((row) => [...row.statuses.keys()]))].sort(
      (a, b) => a - b,
    );
    const width = Math.max(...this.operations.map(({ id }) => id.length));
    const line = (name: string, cells: readonly (string | number)[]) =>
      [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(5))].join(' ');
    const rows = this.operations.map(({ id }) => {
      const row = this.rows.get(id)!;
      return line(
        id,
        statuses.map((status) => row.statuses.get(status) ?? '·'),
      );
    });
    return [line('', statuses), ...rows].join('\n');
  }
}
