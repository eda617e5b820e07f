import { BodyFields } from './body-fields';
import { parseCloudWatchSpec, type CloudWatchSpec } from './cloudwatch-spec';
import { parseSplunkSpec, type SplunkSpec } from './splunk-spec';
import { parseTrailFilter, type TrailFilter } from './trail-filter';

/** What a request says about a trail. */
export interface TrailBody {
  readonly name: string;
  readonly sink: SinkSpec;
  readonly filter: TrailFilter;
}

export type SinkSpec =
  | { readonly type: 'cloudwatch'; readonly cloudWatch: CloudWatchSpec }
  | { readonly type: 'splunk'; readonly splunk: SplunkSpec };

export const cloudWatchPath = 'spec.cloudWatch';
const nameRule = { max: 64 };

/** @throws ApiError 400 naming the field */
export function parseTrailBody(body: unknown): TrailBody {
  const fields = BodyFields.of(body ?? {}, '');
  return { name: fields.object('metadata').text('name', nameRule), ...parseSpec(fields) };
}

/** A dry run needs no name; with the uid of a trail, a masked secret is that trail's. */
export function parseVerifyBody(body: unknown): TrailBody & { uid?: string } {
  const fields = BodyFields.of(body ?? {}, '');
  const metadata = fields.optionalObject('metadata');
  const name = metadata?.optionalText('name', nameRule) ?? 'verification';
  return { name, uid: metadata?.optionalText('uid', { max: 64 }), ...parseSpec(fields) };
}

function parseSpec(fields: BodyFields): Omit<TrailBody, 'name'> {
  const spec = fields.object('spec');
  const type = spec.oneOf('type', ['cloudwatch', 'splunk']);
  const sink: SinkSpec =
    type === 'splunk'
      ? { type, splunk: parseSplunkSpec(spec.object('splunk')) }
      : { type, cloudWatch: parseCloudWatchSpec(spec.object('cloudWatch')) };
  return { sink, filter: parseTrailFilter(spec.optionalObject('filter')) };
}
