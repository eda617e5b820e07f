import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import type { VerificationReport } from '@trailbook/sinks';
import type { TrailDraft } from '../trails/trail-draft';
import { isSplunk } from '../trails/trail-settings';
import { SinkFactory } from './sink-factory';

/** The rest of ten seconds is for the database and Kafka. */
const timeoutMs = 8_000;

/** Tries a trail against its sink before it is saved. */
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
    const about = isSplunk(draft.settings) ? { code } : { awsCode: code, group: draft.settings.group };
    const details = { step: failed?.name, ...about, advice, steps };
    throw ApiError.unprocessable(message, details, 'VerificationFailed');
  }
}
