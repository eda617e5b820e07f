/** 2000-01-01, from which PostgreSQL counts, in milliseconds since 1970. */
export const postgresEpoch = 946_684_800_000;
