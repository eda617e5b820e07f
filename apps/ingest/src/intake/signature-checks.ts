import { verify } from 'node:crypto';
import { promisify } from 'node:util';
import { brokenSignature, type Decision, type SignatureClaim } from '@trailbook/contract';

const verified = promisify<null, Buffer, SignatureClaim['publicKey'], Buffer, boolean>(verify);

/**
 * Verifies signatures on Node's threads, 0.1 ms each. A record is decided as if its signature held; `settle` tells which
 * don't, before anything is stored.
 */
export class SignatureChecks {
  private readonly claims = new Map<number, SignatureClaim>();
  private claim: SignatureClaim | undefined;

  /** For `decide`: takes the claim down, and answers as if it held. */
  readonly verifySignature = (claim: SignatureClaim): boolean => {
    this.claim = claim;
    return true;
  };

  /** Remembers the claim of the record that was decided last, if it was signed, under this index. */
  keep(index: number): void {
    if (this.claim === undefined) return;
    this.claims.set(index, this.claim);
    this.claim = undefined;
  }

  /** Replaces the decisions whose signatures don't hold. */
  async settle(decisions: Decision[]): Promise<void> {
    await Promise.all(
      [...this.claims].map(async ([index, { bytes, publicKey, signature }]) => {
        const holds = await verified(null, bytes, publicKey, signature).catch(() => false);
        if (!holds) decisions[index] = brokenSignature();
      }),
    );
  }
}
