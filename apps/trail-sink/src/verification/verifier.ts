import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import type { VerificationReport } from '@trailbook/sinks';
import type { TrailDraft } from '../trails/trail-draft';
import { SinkFactory } from './sink-factory';

/** The rest of ten seconds is for the database and Kafka. */
const timeoutMs = 8_000;

/** Tries a trail against AWS before it is saved. */
@Injectable()
export class Verifier {
  constructor(private readonly sinks: SinkFactory) {}

  async report(trailUid: string, { settings, secrets }: TrailDraft): Promise<VerificationReport> {
    const sink = this.sinks.open(trailUid, settings, secrets);
    try {
      return await sink.verify(timeoutMs);
    } finally {
      sink.close();
    }
  }

  /** @throws ApiError 422 with the failing step in its details */
  async assertWorks(trailUid: string, draft: TrailDraft): Promise<void> {
    const { ok, steps } = await this.report(trailUid, draft);
    if (ok) return;
    const failed = steps.find(({ status }) => status === 'failed');
    const message = `The verification failed at the step ${failed?.name}: ${failed?.message}`;
    const { code, advice } = failed ?? {};
    const details = { step: failed?.name, awsCode: code, advice, group: draft.settings.group, steps };
    throw ApiError.unprocessable(message, details, 'VerificationFailed');
  }
}
