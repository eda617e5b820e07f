import { ApiError } from '@trailbook/service';
import type { BodyFields } from './body-fields';
import { secretMask } from './cloudwatch-spec';
import type { SplunkSettings, TrailSecrets, TrailSettings } from './trail-settings';
import { isSplunk } from './trail-settings';

export const splunkPath = 'spec.splunk';

/** What a request says about a Splunk HTTP Event Collector. A token that is undefined is to stay as it is. */
export interface SplunkSpec extends SplunkSettings {
  readonly token: string | undefined;
}

const tokenRule = { max: 256, pattern: /^[\x21-\x7e]+$/, form: 'printable ASCII without spaces' };
const nameRule = { max: 256 };
const indexRule = { max: 80, pattern: /^[a-z0-9_-]+$/, form: 'an index’s name: lower-case letters, digits, _ and -' };

/** @throws ApiError 400 naming the field */
export function parseSplunkSpec(fields: BodyFields): SplunkSpec {
  const url = originOf(fields, fields.text('url', { max: 512 }));
  const token = fields.optionalText('token', tokenRule);
  const index = fields.optionalText('index', indexRule);
  const source = fields.optionalText('source', nameRule);
  const sourcetype = fields.optionalText('sourcetype', nameRule);
  return { url, index, source, sourcetype, token: token === secretMask ? undefined : token };
}

/** The saved token stays only with its address: else whoever may change a trail could have it sent elsewhere. */
export function splunkDraft(
  { token: given, ...settings }: SplunkSpec,
  saved?: { readonly settings: TrailSettings; readonly secrets: TrailSecrets },
): { settings: SplunkSettings; secrets: TrailSecrets } {
  const isSameAddress = saved !== undefined && isSplunk(saved.settings) && saved.settings.url === settings.url;
  const token = given ?? (isSameAddress ? saved.secrets.token : undefined);
  if (token === undefined) {
    throw ApiError.invalidRequest(`${splunkPath}.token`, `${splunkPath}.token is required, for a new address too`);
  }
  return { settings, secrets: { token } };
}

/** As REST shows it. */
export function splunkView({ url, index, source, sourcetype }: SplunkSettings) {
  return { url, token: secretMask, index, source, sourcetype };
}

function originOf(fields: BodyFields, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const more = url && url.username + url.password + url.pathname.slice(1) + url.search + url.hash;
  if (!url || !/^https?:$/.test(url.protocol) || more !== '')
    throw fields.invalid('url', 'must be https://HOST or https://HOST:PORT');
  return url.origin;
}
