/** What a signature is over, beside the data: attributes as they were sent, and the tenant that the data names. */
export interface SignedAttributes {
  tenantUid: string;
  source: string;
  id: string;
  type: string;
  /** As the attribute is written, not as it is read. */
  time: string;
}

/** What the signed bytes begin with: another form of them will have another. */
const form = 'trailbook-event-v1';

/**
 * Returns the bytes that a producer signs: the attributes, each on a line of its own, and the digest of the data. None of
 * the attributes of an accepted event has a line feed, so that no two events have the same bytes.
 * @param digest see `dataDigest`
 */
export const signedBytes = ({ tenantUid, source, id, type, time }: SignedAttributes, digest: string): Buffer =>
  Buffer.from(`${form}\n${tenantUid}\n${source}\n${id}\n${type}\n${time}\n${digest}`);
