import { BodyFields } from './body-fields';
import { parseCloudWatchSpec, type CloudWatchSpec } from './cloudwatch-spec';
import { parseTrailFilter, type TrailFilter } from './trail-filter';

/** What a request says about a trail. */
export interface TrailBody {
  readonly name: string;
  readonly cloudWatch: CloudWatchSpec;
  readonly filter: TrailFilter;
}

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
  spec.oneOf('type', ['cloudwatch']);
  const cloudWatch = parseCloudWatchSpec(spec.object('cloudWatch'));
  return { cloudWatch, filter: parseTrailFilter(spec.optionalObject('filter')) };
}
