import type { VerificationReport, VerificationStep } from '../sink';
import type { HecAnswer } from './answer';
import type { SplunkConfiguration } from './configuration';
import type { HecClient } from './hec-client';

const healthy = 17;
const noData = 5;

const advice: Record<string, string> = {
  AddressNotAllowed:
    'Use an address that can be reached from outside, or have the operator of this installation allow it.',
  NameNotReachable:
    'Check the address: its name has to be known everywhere, and to lead to an address that can be reached from outside.',
  ECONNREFUSED: 'Check the port, which is 8088 unless it was changed, and that the collector is enabled.',
  TimeoutError: 'Check that the collector can be reached from outside.',
  'HEC-1': 'Enable the token in Splunk.',
  'HEC-4': 'Check the token: Splunk does not know it.',
  'HEC-10': 'Switch the token’s indexer acknowledgement off: it is not used.',
  'HTTP-404': 'Check the address, and that the HTTP Event Collector is enabled.',
};

const failed = (name: string, { code, message }: HecAnswer): VerificationStep => ({
  name,
  status: 'failed',
  message: code === 'TimeoutError' || code === 'AbortError' ? 'The collector did not answer in time' : message,
  code: code === 'AbortError' ? 'TimeoutError' : code,
  ...(advice[code] && { advice: advice[code] }),
});

/**
 * Asks the collector how it is, then whether it knows the token: a request without events, which a collector refuses only
 * after it has accepted the token. Nothing is indexed, for it could not be removed again.
 */
export async function verifySplunk(
  { index }: SplunkConfiguration,
  client: HecClient,
  timeoutMs: number,
): Promise<VerificationReport> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const health = await client.health(deadline);
  const token: VerificationStep = { name: 'token', status: 'skipped', message: 'Not tried' };
  if (health.hecCode !== healthy) return { ok: false, steps: [failed('collector', health), token] };
  const collector: VerificationStep = { name: 'collector', status: 'ok', message: health.message };
  const asked = await client.events(Buffer.alloc(0), deadline);
  if (asked.hecCode !== noData) return { ok: false, steps: [collector, failed('token', asked)] };
  const steps = [collector, { ...token, status: 'ok' as const, message: 'The collector accepts the token' }];
  return { ok: true, steps: index === undefined ? steps : [...steps, indexUnknown(index)] };
}

/** Without an event a collector says nothing of indexes. */
const indexUnknown = (index: string): VerificationStep => ({
  name: 'index',
  status: 'warning',
  message: `Whether the token may write to the index ${index} shows with the first entry`,
});
