import { BodyFields } from './body-fields';
import { parseCloudWatchSpec, type CloudWatchSpec } from './cloudwatch-spec';

/** What a request says about a trail. */
export interface TrailBody {
  readonly name: string;
  readonly cloudWatch: CloudWatchSpec;
}

export const cloudWatchPath = 'spec.cloudWatch';
const nameRule = { max: 64 };

/** @throws ApiError 400 naming the field */
export function parseTrailBody(body: unknown): TrailBody {
  const fields = BodyFields.of(body ?? {}, '');
  return { name: fields.object('metadata').text('name', nameRule), cloudWatch: parseSpec(fields) };
}

/** A dry run needs no name; with the uid of a trail, a masked secret is that trail's. */
export function parseVerifyBody(body: unknown): TrailBody & { uid?: string } {
  const fields = BodyFields.of(body ?? {}, '');
  const metadata = fields.optionalObject('metadata');
  const name = metadata?.optionalText('name', nameRule) ?? 'verification';
  return { name, uid: metadata?.optionalText('uid', { max: 64 }), cloudWatch: parseSpec(fields) };
}

function parseSpec(fields: BodyFields): CloudWatchSpec {
  const spec = fields.object('spec');
  spec.oneOf('type', ['cloudwatch']);
  return parseCloudWatchSpec(spec.object('cloudWatch'));
}
