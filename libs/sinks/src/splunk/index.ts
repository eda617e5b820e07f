export type { SplunkConfiguration } from './configuration';
export { SplunkSink, type SplunkOptions } from './splunk-sink';
