/** A Splunk HTTP Event Collector, and how events appear there. */
export interface SplunkConfiguration {
  /** `https://HOST[:PORT]`; the collector's path is added. */
  readonly url: string;
  readonly token: string;
  /** Where the token's own default isn't meant. */
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
}

/** The address of one of the collector's calls. */
export const collectorUrl = ({ url }: SplunkConfiguration, call: 'event' | 'health'): URL =>
  new URL(`/services/collector/${call}`, url);
