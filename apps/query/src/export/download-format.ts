import { ApiError } from '@trailbook/service';

export type DownloadFormat = 'csv' | 'ndjson';

export const mediaTypes: Record<DownloadFormat, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** Ranges that take a format, by how closely they name it. */
const ranges: Record<DownloadFormat, string[]> = {
  csv: ['text/csv', 'text/*', '*/*'],
  ndjson: ['application/x-ndjson', 'application/*', '*/*'],
};

/** What browsers and clients of the API send along without meaning it: a download is CSV then. */
const unspecific = ['application/json', 'text/html'];

/**
 * The format that an Accept header asks for; CSV where it asks for nothing, or for whatever there is.
 * @throws ApiError 406 when it takes neither
 */
export function formatOf(accept: string | undefined): DownloadFormat {
  if (accept === undefined || accept.trim() === '') return 'csv';
  const weights = weightsOf(accept);
  const weightOf = (names: string[]): number =>
    names.map((name) => weights.get(name)).find((q) => q !== undefined) ?? 0;
  const csv = weightOf(ranges.csv);
  const ndjson = weightOf(ranges.ndjson);
  if (csv === 0 && ndjson === 0) {
    if (unspecific.some((name) => (weights.get(name) ?? 0) > 0)) return 'csv';
    throw new ApiError(406, 'NotAcceptable', 'A download is text/csv or application/x-ndjson', { field: 'Accept' });
  }
  return ndjson > csv || (ndjson === csv && !weights.has('text/csv') && weights.has('application/x-ndjson'))
    ? 'ndjson'
    : 'csv';
}

function weightsOf(accept: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const quality = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1');
    weights.set(name, Number.isNaN(quality) ? 0 : quality);
  }
  return weights;
}
