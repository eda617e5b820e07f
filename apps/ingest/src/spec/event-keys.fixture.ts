/** By which ingest signs and verifies in specs. */
export { eventKeyVariables } from '@trailbook/testing';
