import type { VerdictsFound } from '@trailbook/store/read';

/** What ingest made of the records that come next in a partition of the log, as far as it is known here. */
export class Verdicts {
  private notStored: VerdictsFound['notStored'] = [];
  private at = 0;

  /** @param known up to here it is known what became of each record */
  constructor(public known: bigint) {}

  learn({ known, notStored }: VerdictsFound): void {
    [this.known, this.notStored, this.at] = [known, notStored, 0];
  }

  /** Whether the record became an entry or a note: it was neither rejected nor a repeat. To be asked in the order of the log. */
  isStored(offset: bigint): boolean {
    const { notStored } = this;
    while (this.at < notStored.length && notStored[this.at]!.to <= offset) this.at += 1;
    return this.at === notStored.length || offset < notStored[this.at]!.from;
  }
}
