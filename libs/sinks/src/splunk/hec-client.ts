import { request, type Dispatcher } from 'undici';
import { collectorUrl, type SplunkConfiguration } from './configuration';
import { readAnswer, readFailure, type HecAnswer } from './answer';

/** Speaks to one collector. What the far side does is an answer, never an exception. */
export class HecClient {
  constructor(
    private readonly configuration: SplunkConfiguration,
    private readonly connections: Dispatcher,
  ) {}

  health(signal?: AbortSignal): Promise<HecAnswer> {
    return this.call('GET', 'health', undefined, signal);
  }

  /** An empty body is a question about the token alone: nothing is indexed. */
  events(body: Buffer, signal?: AbortSignal): Promise<HecAnswer> {
    return this.call('POST', 'event', body, signal);
  }

  private async call(
    method: 'GET' | 'POST',
    call: 'event' | 'health',
    body: Buffer | undefined,
    signal: AbortSignal | undefined,
  ): Promise<HecAnswer> {
    const { token } = this.configuration;
    try {
      const answer = await request(collectorUrl(this.configuration, call), {
        method,
        headers: { authorization: `Splunk ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body }),
        ...(signal && { signal }),
        dispatcher: this.connections,
      });
      return readAnswer(answer.statusCode, await answer.body.text(), token);
    } catch (error) {
      return readFailure(error, token);
    }
  }
}
