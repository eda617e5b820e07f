export { runService, type RunOptions } from './boot/run-service';
export { createService, type ServiceDefinition } from './boot/create-service';
export { stopService } from './boot/shutdown';
export { CommonConfig, logLevels, type LogLevel } from './config/common-config';
export { ConfigurationError, type ConfigurationFault } from './config/configuration-error';
export { KafkaVariables } from './config/kafka-variables';
export { loadConfig } from './config/load-config';
export { EventSigningKeyVariable } from './config/event-key-variables';
export { decideOptionsOf, LogReaderVariables } from './config/log-reader-variables';
export { PublisherVariables } from './config/publisher-variables';
export {
  Ed25519PrivateKeyVariable,
  Ed25519PublicKeysVariable,
  FlagVariable,
  IntegerVariable,
  JsonVariable,
  ListVariable,
  UrlVariable,
} from './config/variables';
export { ApiError, type ErrorDetails } from './errors/api-error';
export { toErrorAnswer, type ErrorAnswer, type ErrorBody } from './errors/error-answer';
export { sendError } from './errors/error-filter';
export { ReadinessRegistry, type Readiness, type ReadinessCheck } from './health/readiness-registry';
export { annotateRequest, currentRequest, type RequestContext } from './http/request-context';
export { markBroken, reasonOfBreak } from './http/requests-in-flight';
export type { HttpLimits } from './http/service-adapter';
export { PageQuery, pageOf, pageStart, type Page, type PageStart } from './listing/page-query';
export { createLogger } from './logging/logger';
export { redact } from './logging/redaction';
export { currentTraceparent, withTraceparent } from './tracing/traceparent';
export { JsonObject } from './validation/json-object';
export { Optional } from './validation/optional';
export { isText, Text } from './validation/text';
export { startTracing } from './tracing/tracing';
