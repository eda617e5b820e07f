import { PublishRefusedError } from '../errors';
import { bytesAlone } from '../protocol/record-batch-writer';
import { KnownRefusals } from './known-refusals';

const sized = (bytes: number, key: Buffer | null = Buffer.from('k')) => ({ key, value: Buffer.alloc(bytes) });
const refused = (code: string) => new PublishRefusedError(code, 'no');

describe('what the rejected topic refused', () => {
  it('is not sent again, nor is anything larger, until the limits may have been changed', () => {
    let now = 0;
    const refusals = new KnownRefusals(() => now);
    expect(refusals.allows(sized(1_000_000))).toBe(true);
    refusals.learn(refused('MESSAGE_TOO_LARGE'), [sized(500), sized(500)]);
    const limit = 2 * bytesAlone(sized(500));
    expect(refusals.allows(sized(limit))).toBe(false);
    expect(refusals.allows(sized(900))).toBe(true);
    expect(refusals.allowsTogether([sized(500), sized(500)])).toBe(false);
    expect(refusals.allowsTogether([sized(400), sized(400)])).toBe(true);
    now += 60_001;
    expect(refusals.allows(sized(1_000_000))).toBe(true);
  });

  it('may be that a record has no key', () => {
    const refusals = new KnownRefusals();
    refusals.learn(refused('INVALID_RECORD'), [sized(1, null), sized(1)]);
    expect(refusals.allows(sized(1, null))).toBe(true);
    refusals.learn(refused('INVALID_RECORD'), [sized(1, null)]);
    expect(refusals.allows(sized(1, null))).toBe(false);
    expect(refusals.allows(sized(1))).toBe(true);
  });
});
