/** The data of an event or a note in SQL: in structured mode it is a part of the payload, there possibly as base64. */
export const dataSql = (row: string): string =>
  `CASE ${row}.mode WHEN 'b' THEN ${row}.payload::json ELSE coalesce(${row}.payload::json -> 'data',
    convert_from(decode(${row}.payload::json ->> 'data_base64', 'base64'), 'UTF8')::json) END`;

/** Milliseconds since 1970 as a number that JavaScript reads exactly. */
export const millisecondsSql = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;
