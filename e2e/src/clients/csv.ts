import { parse } from 'csv-parse/sync';

/** The rows of a download, by column. */
export const rowsOf = (csv: string): Record<string, string>[] =>
  parse(csv, { columns: true, bom: true, record_delimiter: '\r\n' });
