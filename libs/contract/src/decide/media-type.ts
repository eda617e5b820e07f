const charset = /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i;

/** Which content mode a `content-type` speaks of; a text says why it is neither. An absent one is JSON in binary mode. */
export type MediaType = { mode: 'binary' | 'structured' } | { problem: string };

const binary: MediaType = { mode: 'binary' };
const structured: MediaType = { mode: 'structured' };

function read(header: string): MediaType {
  const [type = '', ...parameters] = header.split(';');
  const mediaType = type.trim().toLowerCase();
  const encoding = parameters.map((parameter) => charset.exec(parameter)?.[1]).find((name) => name !== undefined);
  if (mediaType.startsWith('application/cloudevents')) {
    if (mediaType.startsWith('application/cloudevents-batch')) return { problem: 'batches are not taken' };
    if (mediaType !== 'application/cloudevents+json') return { problem: 'of CloudEvents formats only +json is taken' };
  } else if (mediaType !== 'application/json') {
    return { problem: 'only application/json and application/cloudevents+json are taken' };
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') return { problem: 'the charset is not UTF-8' };
  return mediaType === 'application/json' ? binary : structured;
}

/** What a `content-type` header (or a `datacontenttype`) says. */
export const mediaType = (header: string | undefined): MediaType =>
  header === undefined || header === 'application/json' ? binary : read(header);
