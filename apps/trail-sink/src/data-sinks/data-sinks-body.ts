import { ApiError } from '@trailbook/service';
import { BodyFields } from '../trails/body-fields';
import { parseCloudWatchSpec, type CloudWatchSpec } from '../trails/cloudwatch-spec';

/** A data-sink configuration as a request has it. Metadata is the server's own, save the name. */
export interface DataSinksBody {
  readonly name?: string;
  readonly sinks: readonly CloudWatchSpec[];
}

const listPath = 'spec.auditDataSinks';
export const sinkPath = (index: number): string => `${listPath}[${index}].cloudWatch`;

/** @throws ApiError 400 naming the field */
export function parseDataSinksBody(body: unknown): DataSinksBody {
  const fields = BodyFields.of(body ?? {}, '');
  const name = fields.optionalObject('metadata')?.optionalText('name', { max: 64 });
  const items = fields.object('spec').list('auditDataSinks');
  if (items.length === 0) throw ApiError.invalidRequest(listPath, `${listPath} must have an element`);
  if (items.length > 20) throw ApiError.invalidRequest(listPath, `${listPath} must have at most 20 elements`);
  const sinks = items.map((item, index) => {
    const sink = BodyFields.of(item, `${listPath}[${index}]`);
    if (sink.text('type', { max: 64 }) !== 'cloudwatch') throw sink.invalid('type', 'must be cloudwatch');
    return parseCloudWatchSpec(sink.object('cloudWatch'));
  });
  const repeated = sinks.findIndex((sink, index) =>
    sinks.slice(0, index).some((other) => keyOf(other) === keyOf(sink)),
  );
  if (repeated >= 0) {
    throw ApiError.invalidRequest(
      sinkPath(repeated),
      `${sinkPath(repeated)} has the group, region and stream of another`,
    );
  }
  return { name, sinks };
}

/** What an element of the list is recognised by. */
export function keyOf({ group, region, stream }: Pick<CloudWatchSpec, 'group' | 'region' | 'stream'>): string {
  return JSON.stringify([group, region, stream]);
}
