/**
 * Lets V8 collect garbage as it does in a container of 768 MiB, the Helm chart's limit for ingest and trail-sink, where Node
 * gives itself a heap of 396 MB at most. On a machine of 24 GB it would be 4 GB, and V8 waits for the heap to grow to four times
 * what was in use before it looks at all of it; here to less than twice.
 */
export const heapOption = '--max-old-space-size=348';
