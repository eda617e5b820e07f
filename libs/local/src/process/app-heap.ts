/**
 * The heap that trail-sink has in a container of 768 MiB, the Helm chart's limit, where Node gives itself 396 MB at most. On a
 * machine of 24 GB it would be 4 GB, and V8 waits for the heap to grow to four times what was in use before it looks at all of
 * it; here to less than twice. Ingest's records wait by the ten thousand: to look at them more often takes it half as long again.
 */
const options: Readonly<Record<string, readonly string[]>> = { 'trail-sink': ['--max-old-space-size=348'] };

/** What Node is told about an app's heap. */
export const heapOptionsOf = (app: string): readonly string[] => options[app] ?? [];
