// Made by `npm run generate` from libs/contract/src/schemas. Do not edit.

/**
 * The tenant whose log this belongs to.
 */
export type TenantUid = string;
/**
 * What kind of action it was.
 */
export type ActionType = 'create' | 'update' | 'delete' | 'publish' | 'deploy' | 'activity' | 'action';
/**
 * Who acted: a person, the platform itself, or one of its services.
 */
export type ActorType = 'user' | 'system' | 'service';
/**
 * Whether the action succeeded.
 */
export type Outcome = 'success' | 'failure';
/**
 * How far the producer is known: `verified` by its signature, `allowed` by its name alone, which the installation lists, or `unverified`.
 */
export type SourceVerification = 'verified' | 'allowed' | 'unverified';
/**
 * What the trail does at present; a parked one could not deliver and tries again.
 */
export type TrailState = 'active' | 'paused' | 'parked';

/**
 * The CloudEvents attributes of a record.
 */
export interface CloudEventAttributes {
  /**
   * Version of CloudEvents.
   */
  specversion: '1.0';
  /**
   * Unique within the tenant and the source; a retry keeps it. A UUIDv7 is recommended.
   */
  id: string;
  /**
   * URI-reference of the producer, e.g. `/services/cluster-profiles`. `/trailbook/…` is Trailbook’s own, and taken only signed.
   */
  source: string;
  /**
   * What `data` is.
   */
  type: 'dev.trailbook.audit.event.v1' | 'dev.trailbook.audit.note.v1';
  /**
   * When it happened, RFC 3339, kept at millisecond precision.
   */
  time: string;
  /**
   * `KIND/UID` of the resource.
   */
  subject?: string;
  /**
   * W3C trace context; carried through to the store and the sinks.
   */
  traceparent?: string;
  /**
   * Id of the key that signed the event; with `signature`, or neither.
   */
  keyid?: string;
  /**
   * Ed25519 signature in base64url without padding; with `keyid`, or neither.
   */
  signature?: string;
  /**
   * `application/json`, which is also meant when it is absent.
   */
  datacontenttype?: string;
}
/**
 * The user who acted.
 */
export interface EventActorUser {
  /**
   * The user’s uid. Required when `actorType` is `user`.
   */
  uid?: string;
  /**
   * E-mail address; recommended.
   */
  emailId?: string;
  /**
   * First name.
   */
  firstName?: string;
  /**
   * Last name.
   */
  lastName?: string;
  /**
   * The organisation the user logged in to.
   */
  org?: string;
}
/**
 * Who did it.
 */
export interface EventActor {
  actorType: ActorType;
  user?: EventActorUser;
  /**
   * The service that acted. Required when `actorType` is `service`.
   */
  serviceName?: string;
}
/**
 * What it was done to.
 */
export interface EventResource {
  /**
   * Type of the resource, by which readers scope the log, e.g. `cluster`.
   */
  kind: string;
  /**
   * The resource’s uid.
   */
  uid: string;
  /**
   * The resource’s name at that time.
   */
  name?: string;
  /**
   * A label for people.
   */
  label?: string;
}
/**
 * One thing that changed.
 */
export interface EventChange {
  /**
   * JSON Pointer into the resource.
   */
  path: string;
  /**
   * The value before; absent when there was none.
   */
  before?: unknown;
  /**
   * The value after; absent when it was removed.
   */
  after?: unknown;
}
/**
 * The request that caused it.
 */
export interface EventRequest {
  /**
   * Address of the caller.
   */
  ip?: string;
  /**
   * The caller’s user agent.
   */
  userAgent?: string;
  /**
   * The request’s id.
   */
  requestId?: string;
}
/**
 * Data of `dev.trailbook.audit.event.v1`: one action on one resource.
 */
export interface AuditEventData {
  tenantUid: TenantUid;
  /**
   * The project it happened in; absent for tenant-level actions.
   */
  projectUid?: string;
  /**
   * That project’s name.
   */
  projectName?: string;
  actionType: ActionType;
  resource: EventResource;
  actor: EventActor;
  /**
   * One line for the list.
   */
  actionMsg?: string;
  /**
   * Details.
   */
  contentMsg?: string;
  /**
   * An update note given with the action itself.
   */
  userMsg?: string;
  /**
   * What changed.
   *
   * @maxItems 500
   */
  changes?: EventChange[];
  request?: EventRequest;
  outcome?: Outcome;
  /**
   * Free for the producer.
   */
  attributes?: {
    [k: string]: string;
  };
}
/**
 * Data of `dev.trailbook.audit.note.v1`: a note on an entry, which may arrive before the entry does.
 */
export interface AuditNoteData {
  tenantUid: TenantUid;
  /**
   * The uid of the entry.
   */
  auditUid: string;
  /**
   * The note.
   */
  userMsg: string;
  actor: EventActor;
}
/**
 * Every answer with a status of 400 and above.
 */
export interface ErrorBody {
  /**
   * What went wrong, for programs.
   */
  code: string;
  /**
   * What went wrong, for people.
   */
  message: string;
  /**
   * More about it, e.g. the field.
   */
  details?: {
    [k: string]: unknown;
  };
  /**
   * Id of the request, to find it in the logs.
   */
  ref?: string;
}
/**
 * The uid of what was made.
 */
export interface Uid {
  /**
   * Uid.
   */
  uid: string;
}
/**
 * Where a list stands.
 */
export interface ListMeta {
  /**
   * Token of the next page; `""` on the last page and only there.
   */
  continue: string;
  /**
   * All that match, not only this page.
   */
  count: number;
  /**
   * Records in this page.
   */
  limit: number;
  /**
   * Index at which the next page starts.
   */
  offset: number;
  /**
   * `false` when counting stopped early.
   */
  countExact?: boolean;
  /**
   * With `order=asc` on the last page, with `follow` on the first: token that waits for newer entries.
   */
  next?: string;
}
/**
 * What identifies an entry.
 */
export interface AuditMetadata {
  /**
   * Uid of the entry.
   */
  uid: string;
  /**
   * Name.
   */
  name?: string;
  /**
   * When it happened.
   */
  creationTimestamp: string;
  /**
   * When its newest note was written, else when it happened.
   */
  lastModifiedTimestamp?: string;
  /**
   * When Kafka received it.
   */
  receivedTimestamp?: string;
}
/**
 * The user who acted.
 */
export interface AuditUser {
  /**
   * Uid.
   */
  uid: string;
  /**
   * E-mail address; `""` where the event has none.
   */
  emailId: string;
  /**
   * First name.
   */
  firstName?: string;
  /**
   * Last name.
   */
  lastName?: string;
  /**
   * Organisation.
   */
  org?: string;
}
/**
 * The project it happened in.
 */
export interface AuditProject {
  /**
   * Uid.
   */
  uid: string;
  /**
   * Name.
   */
  name: string;
}
/**
 * Who did it, and in which project.
 */
export interface AuditActor {
  actorType: ActorType;
  user?: AuditUser;
  project?: AuditProject;
  /**
   * The service that acted.
   */
  serviceName?: string;
}
/**
 * What it was done to.
 */
export interface AuditResource {
  /**
   * Uid.
   */
  uid: string;
  /**
   * Type of the resource.
   */
  kind: string;
  /**
   * Name.
   */
  name: string;
  /**
   * Label.
   */
  label: string;
}
/**
 * What happened.
 */
export interface AuditSpec {
  actionType: ActionType;
  /**
   * One line.
   */
  actionMsg: string;
  /**
   * Details.
   */
  contentMsg?: string;
  /**
   * The newest update note.
   */
  userMsg?: string;
  actor: AuditActor;
  resource: AuditResource;
  outcome?: Outcome;
  /**
   * The producer that sent the event.
   */
  source?: string;
  sourceVerification?: SourceVerification;
}
/**
 * An entry of the log.
 */
export interface Audit {
  metadata: AuditMetadata;
  spec: AuditSpec;
}
/**
 * A page of entries.
 */
export interface AuditList {
  /**
   * The entries of this page.
   */
  items: Audit[];
  listmeta: ListMeta;
}
/**
 * The messages of an entry.
 */
export interface AuditSysMsg {
  /**
   * One line.
   */
  actionMsg: string;
  /**
   * Details.
   */
  contentMsg: string;
}
/**
 * A note to put on an entry.
 */
export interface UserMsgUpdate {
  /**
   * The note.
   */
  userMsg: string;
}
/**
 * A note on an entry.
 */
export interface AuditNoteItem {
  /**
   * Uid of the note.
   */
  uid: string;
  /**
   * When it was written.
   */
  time: string;
  /**
   * The note.
   */
  userMsg: string;
  actor: AuditActor;
  /**
   * The producer that sent the note.
   */
  source?: string;
  sourceVerification?: SourceVerification;
}
/**
 * The notes of an entry, newest first.
 */
export interface AuditNoteList {
  /**
   * The notes.
   */
  items: AuditNoteItem[];
}
/**
 * A span of time.
 */
export interface Bucket {
  /**
   * Its begin.
   */
  start: string;
  /**
   * Entries in it.
   */
  count: number;
}
/**
 * Counts along the time.
 */
export interface Timeline {
  /**
   * Length of a bucket.
   */
  interval: 'hour' | 'day';
  /**
   * The buckets that hold entries, oldest first.
   */
  buckets: Bucket[];
}
/**
 * A value that occurs.
 */
export interface Facet {
  /**
   * The value.
   */
  value: string;
  /**
   * For people.
   */
  label?: string;
  /**
   * Entries.
   */
  count: number;
}
/**
 * The values that occur.
 */
export interface Facets {
  /**
   * Kinds of resources.
   */
  resourceKinds: Facet[];
  /**
   * Types of actions.
   */
  actionTypes: Facet[];
  /**
   * Users who acted.
   */
  actors: Facet[];
}
/**
 * What identifies a resource.
 */
export interface ResourceMetadata {
  /**
   * Uid.
   */
  uid?: string;
  /**
   * Name.
   */
  name?: string;
  /**
   * Description.
   */
  description?: string;
  /**
   * When it was made.
   */
  creationTimestamp?: string;
  /**
   * When it was changed last.
   */
  lastModifiedTimestamp?: string;
}
/**
 * A role to assume.
 */
export interface CloudWatchSts {
  /**
   * The role’s ARN.
   */
  arn?: string;
  /**
   * External id; the tenant’s own when absent. Refused with a role that another tenant uses.
   */
  externalId?: string;
}
/**
 * A role to assume with the platform’s own identity.
 */
export interface CloudWatchPodIdentity {
  /**
   * The role’s ARN.
   */
  roleArn?: string;
  /**
   * Permission boundary.
   */
  permissionBoundaryArn?: string;
}
/**
 * How to get into the AWS account.
 */
export interface CloudWatchCredentials {
  /**
   * Which of the following is used.
   */
  credentialType?: 'secret' | 'sts' | 'pod-identity';
  /**
   * Access key id.
   */
  accessKey?: string;
  /**
   * Secret key; masked or absent in answers. In a change, absent or the mask keeps the one that is stored.
   */
  secretKey?: string;
  /**
   * Session token; as the secret key.
   */
  secretToken?: string;
  /**
   * Partition of AWS; that of the region when absent.
   */
  partition?: 'aws' | 'aws-us-gov' | 'aws-iso' | 'aws-iso-b';
  /**
   * Kept, not used.
   *
   * @maxItems 50
   */
  policyARNs?: string[] | null;
  sts?: CloudWatchSts;
  podIdentity?: CloudWatchPodIdentity;
}
/**
 * A log stream in CloudWatch.
 */
export interface CloudWatch {
  /**
   * Log group.
   */
  group: string;
  /**
   * AWS region.
   */
  region: string;
  /**
   * Log stream, without `:` and `*`; made by Trailbook when absent.
   */
  stream?: string;
  credentials: CloudWatchCredentials;
}
/**
 * One sink.
 */
export interface DataSink {
  /**
   * Kind of sink.
   */
  type: 'cloudwatch';
  cloudWatch: CloudWatch;
}
/**
 * A tenant’s data-sink configuration.
 */
export interface DataSinks {
  /**
   * What identifies it.
   */
  metadata?: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * The sinks.
   */
  spec: {
    /**
     * The sinks.
     *
     * @minItems 1
     * @maxItems 20
     */
    auditDataSinks: DataSink[];
  };
}
/**
 * Messages to send to CloudWatch at once.
 */
export interface CloudWatchPush {
  /**
   * One CloudWatch event each.
   *
   * @maxItems 10000
   *
   * Items: The message, with these keys and any others.
   */
  payload: {
    /**
     * A text: its uid.
     */
    refUid?: {
      [k: string]: unknown;
    };
    /**
     * A text: when it happened; the present moment where it is no date.
     */
    timestamp?: {
      [k: string]: unknown;
    };
    [k: string]: unknown;
  }[];
  spec: CloudWatch;
}
/**
 * How a trail stands.
 */
export interface TrailCondition {
  state: TrailState;
  /**
   * Which API it was made by.
   */
  origin: 'trails' | 'dataSinks';
  /**
   * The CloudWatch stream it writes to.
   */
  stream?: string;
}
/**
 * How far delivery has come in a partition of the topic.
 */
export interface TrailPosition {
  /**
   * The log the offset belongs to.
   */
  epoch: number;
  /**
   * Partition.
   */
  partition: number;
  /**
   * The offset to deliver next.
   */
  nextOffset: string;
  /**
   * It reads from the store what it missed.
   */
  catchingUp: boolean;
}
/**
 * Why a delivery failed.
 */
export interface TrailError {
  /**
   * Code.
   */
  code: string;
  /**
   * For people.
   */
  message: string;
  /**
   * When.
   */
  at?: string;
}
/**
 * How a trail’s delivery stands.
 */
export interface TrailDelivery {
  state: TrailState;
  /**
   * Messages delivered since it was made.
   */
  delivered: number;
  /**
   * Of these, those that CloudWatch first refused for their time.
   */
  resent: number;
  /**
   * Messages that could not be delivered at all.
   */
  rejected: number;
  /**
   * Messages that were too long and were sent shortened.
   */
  shortened?: number;
  /**
   * Entries that are stored or on their way and not delivered yet.
   */
  pending: number;
  /**
   * False where counting stopped: at least so many are pending.
   */
  pendingExact?: boolean;
  /**
   * Age of the oldest pending entry; 0 where none is pending.
   */
  lagSeconds: number;
  /**
   * It reads from the store what it missed.
   */
  catchingUp: boolean;
  /**
   * Offsets between what is stored and what is delivered; other tenants’ count too.
   */
  offsetsBehind?: number;
  /**
   * When it delivered last.
   */
  deliveredAt?: string;
  /**
   * Time of the newest entry delivered.
   */
  newestEntryTime?: string;
  /**
   * Since when it is parked.
   */
  parkedAt?: string;
  /**
   * When it tries again.
   */
  retryAt?: string;
  /**
   * Failures in a row.
   */
  failures?: number;
  lastError?: TrailError;
  replay?: TrailReplay;
  /**
   * Where it stands in each partition.
   */
  positions: TrailPosition[];
}
/**
 * Entries that are delivered again, in the order of their times, beside what comes new.
 */
export interface TrailReplay {
  /**
   * Uid of the replay.
   */
  uid: string;
  /**
   * A running one waits while the trail is paused or parked, and goes on after a restart.
   */
  state: 'running' | 'done' | 'cancelled';
  /**
   * First entry.
   */
  startTime: string;
  /**
   * Last entry.
   */
  endTime: string;
  /**
   * When it was asked for.
   */
  requestedAt: string;
  /**
   * When it ended.
   */
  finishedAt?: string;
  /**
   * Entries and notes in the range when it was asked for.
   */
  total: number;
  /**
   * Of these, those that the sink has acknowledged once more.
   */
  sent: number;
  /**
   * Of these, those that the sink did not take.
   */
  rejected: number;
  /**
   * Time of the last one sent.
   */
  sentUpTo?: string;
}
/**
 * A trail with how its delivery stands.
 */
export interface TrailStatus {
  metadata: ResourceMetadata;
  status: TrailDelivery;
}
/**
 * Entries to deliver again, by their time; both ends are included.
 */
export interface TrailReplayRequest {
  /**
   * First.
   */
  startTime: string;
  /**
   * Last; at most the present.
   */
  endTime: string;
}
/**
 * One entry, or one call, about which the log and the receipts of delivery do not agree.
 */
export interface TrailDifference {
  /**
   * Stored and never acknowledged; stored and refused by the sink for good; acknowledged and not stored; acknowledged with other content than is stored; a receipt that does not agree with itself.
   */
  kind: 'missing' | 'rejected' | 'unexpected' | 'content' | 'receipt';
  /**
   * Uid of the entry or note.
   */
  uid?: string;
  /**
   * When it happened.
   */
  time?: string;
  /**
   * Partition of the topic.
   */
  partition: number;
  /**
   * Offset in the partition.
   */
  offset?: string;
  /**
   * The sink’s id of the call.
   */
  requestId?: string;
}
/**
 * The entries and notes of a range that a trail is to deliver, against those that its sink acknowledged.
 */
export interface TrailComparison {
  /**
   * Begin of the range.
   */
  startTime: string;
  /**
   * End of the range.
   */
  endTime: string;
  /**
   * Stored in the range, and for this trail.
   */
  entries: number;
  /**
   * Of these, those that the sink acknowledged.
   */
  acknowledged: number;
  /**
   * Of these, those that delivery has not come to yet.
   */
  pending: number;
  /**
   * Of these, those that delivery has passed and the sink never acknowledged.
   */
  missing: number;
  /**
   * Of the missing, those that the sink refused for good.
   */
  rejected: number;
  /**
   * Acknowledged for the range, and not stored.
   */
  unexpected: number;
  /**
   * Acknowledged with other content than is stored.
   */
  differing: number;
  /**
   * Acknowledged more than once, replays aside.
   */
  repeated: number;
  /**
   * Acknowledged for replays, as well.
   */
  replayed: number;
  /**
   * Receipts that were looked at: one for each call and partition.
   */
  receipts: number;
  /**
   * Of these, those that do not agree with themselves.
   */
  brokenReceipts: number;
  /**
   * Missing, unexpected, differing and broken: 0 where everything that is due is at the sink.
   */
  difference: number;
  /**
   * The first of them.
   *
   * @maxItems 100
   */
  differences: TrailDifference[];
}
/**
 * A trail with its comparison.
 */
export interface TrailReconciliation {
  metadata: ResourceMetadata;
  status: TrailComparison;
}
/**
 * Which entries a trail delivers: those that meet every list that is given. A list that is absent or empty lets all through. With a filter no notes are delivered, since a note has no kind or project of its own.
 */
export interface TrailFilter {
  /**
   * Types of the action.
   *
   * @maxItems 7
   */
  actionTypes?: ActionType[];
  /**
   * Kinds of the resource.
   *
   * @maxItems 50
   *
   * Items: Kind.
   */
  resourceKinds?: string[];
  /**
   * Uids of projects.
   *
   * @maxItems 50
   *
   * Items: Uid.
   */
  projects?: string[];
}
/**
 * A Splunk HTTP Event Collector.
 */
export interface Splunk {
  /**
   * Its address, `https://HOST:PORT`. Internal addresses, and `http`, only where the operator allows them.
   */
  url: string;
  /**
   * Token; masked in answers. In a change, absent or the mask keeps the one that is stored, unless the address changes.
   */
  token?: string;
  /**
   * Index, where the token’s default isn’t meant.
   */
  index?: string;
  /**
   * Source, where the token’s default isn’t meant.
   */
  source?: string;
  /**
   * Source type, where the token’s default isn’t meant.
   */
  sourcetype?: string;
}
/**
 * Where a trail delivers to.
 */
export interface TrailSpec {
  /**
   * Kind of sink. It can’t be changed later.
   */
  type?: 'cloudwatch' | 'splunk';
  cloudWatch?: CloudWatch;
  splunk?: Splunk;
  filter?: TrailFilter;
}
/**
 * An audit trail.
 */
export interface Trail {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name; one of its own in the tenant.
     */
    name: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  spec: TrailSpec;
  status?: TrailCondition;
}
/**
 * An audit trail to try without saving it.
 */
export interface TrailTrial {
  /**
   * Optional.
   */
  metadata?: {
    /**
     * Uid of a trail whose stored secrets stand where this has none.
     */
    uid?: string;
    /**
     * Name.
     */
    name?: string;
  };
  spec: TrailSpec;
}
/**
 * Trails.
 */
export interface TrailList {
  /**
   * The trails.
   */
  items: Trail[];
  listmeta?: ListMeta;
}
/**
 * What became of a test message.
 */
export interface TrailTest {
  /**
   * Always true.
   */
  delivered: boolean;
  /**
   * The sink’s id of the request, where it gives one: AWS does.
   */
  requestId?: string;
}
/**
 * One step of a verification.
 */
export interface VerificationStep {
  /**
   * The step.
   */
  name: string;
  /**
   * How it went.
   */
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /**
   * What was found, or AWS’s own message.
   */
  message: string;
  /**
   * AWS’s code, when it gave one.
   */
  code?: string;
  /**
   * What to do about it.
   */
  advice?: string;
}
/**
 * How a verification went, step by step.
 */
export interface Verification {
  /**
   * None failed.
   */
  ok: boolean;
  /**
   * The steps.
   */
  steps: VerificationStep[];
}
/**
 * What a trail’s AWS side needs.
 */
export interface TrailDefaults {
  /**
   * The tenant’s external id, made with the tenant and never changed.
   */
  externalId: string;
  /**
   * Trailbook’s own principal; null where it has none.
   */
  principalArn: string | null;
  /**
   * The permissions on the log group, and no others.
   */
  permissions: string[];
  /**
   * Policies to paste.
   */
  policies: {
    /**
     * The permissions policy.
     */
    permissions: {
      [k: string]: unknown;
    };
    /**
     * The role’s trust policy.
     */
    trust: {
      [k: string]: unknown;
    } | null;
  };
}
/**
 * A login.
 */
export interface AuthenticateRequest {
  /**
   * E-mail address.
   */
  emailId: string;
  /**
   * Password.
   */
  password: string;
  /**
   * Name or uid of the tenant; needed where several have this address.
   */
  org?: string;
}
/**
 * A session.
 */
export interface AuthenticateResponse {
  /**
   * A bare JWT.
   */
  Authorization: string;
  /**
   * Always false.
   */
  isMfa: boolean;
}
/**
 * An OpenID Connect issuer that people can sign in by.
 */
export interface Issuer {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Name.
     */
    name: string;
  };
  /**
   * How a sign-in begins: at the authorization endpoint, with PKCE (S256), a state and a nonce.
   */
  spec: {
    /**
     * What to call it.
     */
    title: string;
    /**
     * What the issuer calls the console.
     */
    clientId: string;
    /**
     * URL to send the browser to.
     */
    authorizationEndpoint: string;
    /**
     * What to ask for.
     */
    scopes: string[];
    /**
     * URL to send the browser to after signing out here, to sign out there too.
     */
    endSessionEndpoint?: string;
  };
}
/**
 * Issuers.
 */
export interface IssuerList {
  /**
   * Those that answer at present.
   */
  items: Issuer[];
}
/**
 * What came back from a sign-in at an issuer, and what the browser kept to itself.
 */
export interface IssuerSignIn {
  /**
   * The issuer’s name.
   */
  issuer: string;
  /**
   * The address that the issuer sent the browser to, with all its parameters.
   */
  callbackUrl: string;
  /**
   * The state that was sent.
   */
  state: string;
  /**
   * The nonce that was sent.
   */
  nonce: string;
  /**
   * The PKCE verifier.
   */
  codeVerifier: string;
}
/**
 * A new password for the caller.
 */
export interface OwnPasswordChange {
  /**
   * The present password.
   */
  currentPassword: string;
  /**
   * The new password. Neither a common one nor the e-mail address.
   */
  password: string;
}
/**
 * What names a thing.
 */
export interface UidAndName {
  /**
   * Uid.
   */
  uid: string;
  /**
   * Name.
   */
  name: string;
}
/**
 * A project’s name.
 */
export interface ProjectMetadataItem {
  metadata: UidAndName;
}
/**
 * The caller’s projects.
 */
export interface ProjectMetadataList {
  /**
   * The projects.
   */
  items: ProjectMetadataItem[];
}
/**
 * The first administrator of a tenant.
 */
export interface TenantAdmin {
  /**
   * E-mail address.
   */
  emailId: string;
  /**
   * First name.
   */
  firstName?: string;
  /**
   * Last name.
   */
  lastName?: string;
  /**
   * Password. Neither a common one nor the e-mail address.
   */
  password: string;
}
/**
 * A tenant.
 */
export interface Tenant {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Empty.
   */
  spec: {
    [k: string]: unknown;
  };
}
/**
 * A tenant to make.
 */
export interface NewTenant {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * With whom it begins.
   */
  spec: {
    admin: TenantAdmin;
  };
}
/**
 * A page of them.
 */
export interface TenantList {
  /**
   * The items.
   */
  items: Tenant[];
  listmeta?: ListMeta;
}
/**
 * A new tenant.
 */
export interface TenantCreated {
  /**
   * Uid.
   */
  uid: string;
  /**
   * Uid of its administrator.
   */
  adminUid: string;
}
/**
 * A user.
 */
export interface UserSpec {
  /**
   * E-mail address; unique in the tenant.
   */
  emailId: string;
  /**
   * First name.
   */
  firstName?: string;
  /**
   * Last name.
   */
  lastName?: string;
  /**
   * In requests alone. Neither a common one nor the e-mail address.
   */
  password?: string;
  /**
   * Whether the user is kept from logging in.
   */
  disabled?: boolean;
  /**
   * Names of the roles held at tenant scope.
   */
  roles?: string[];
}
/**
 * A user.
 */
export interface User {
  /**
   * What identifies it.
   */
  metadata?: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * First and last name, else the e-mail address.
     */
    name?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  spec: UserSpec;
  /**
   * What is known of the user.
   */
  status?: {
    /**
     * The last login.
     */
    lastLoginTimestamp?: string;
    /**
     * The OpenID Connect issuer that says who he is; absent for a user who was made here.
     */
    issuer?: string;
  };
}
/**
 * A page of them.
 */
export interface UserList {
  /**
   * The items.
   */
  items: User[];
  listmeta?: ListMeta;
}
/**
 * A session of a user: what a login begins.
 */
export interface Session {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Whose it is, and where it began.
   */
  spec: {
    /**
     * The user.
     */
    userUid: string;
    /**
     * Network address of the login.
     */
    ip?: string;
    /**
     * What logged in.
     */
    userAgent?: string;
    /**
     * The OpenID Connect issuer that the user signed in by; absent with a password.
     */
    issuer?: string;
  };
  /**
   * How it stands.
   */
  status: {
    /**
     * When it was used last, to the minute.
     */
    lastUsedTimestamp: string;
    /**
     * When it ends by itself.
     */
    endTimestamp: string;
    /**
     * Whether this is the session that asks.
     */
    isCurrent: boolean;
  };
}
/**
 * A page of them.
 */
export interface SessionList {
  /**
   * The items.
   */
  items: Session[];
  listmeta?: ListMeta;
}
/**
 * A project.
 */
export interface Project {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * Description.
     */
    description?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Empty.
   */
  spec?: {
    [k: string]: unknown;
  };
}
/**
 * A page of them.
 */
export interface ProjectList {
  /**
   * The items.
   */
  items: Project[];
  listmeta?: ListMeta;
}
/**
 * A set of permissions.
 */
export interface Role {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * What it permits.
   */
  spec: {
    /**
     * Where it can be given.
     */
    scope: 'tenant' | 'project';
    /**
     * Permissions, each once. In a role of project scope those that exist in a project: `audit.…` and `clusterprofile.…`.
     */
    permissions: string[];
    /**
     * Made by Trailbook; cannot be changed.
     */
    builtIn?: boolean;
  };
}
/**
 * A page of them.
 */
export interface RoleList {
  /**
   * The items.
   */
  items: Role[];
  listmeta?: ListMeta;
}
/**
 * A role given to a user.
 */
export interface RoleBinding {
  /**
   * What identifies it.
   */
  metadata?: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Who holds what, where.
   */
  spec: {
    /**
     * The user.
     */
    userUid: string;
    /**
     * The role.
     */
    roleUid: string;
    /**
     * The project, which a role of project scope needs and no other has.
     */
    projectUid?: string;
    /**
     * The OpenID Connect issuer that gave the role, by its claims.
     */
    issuer?: string;
  };
}
/**
 * A page of them.
 */
export interface RoleBindingList {
  /**
   * The items.
   */
  items: RoleBinding[];
  listmeta?: ListMeta;
}
/**
 * An API key. The key itself is shown once, in the answer that makes it.
 */
export interface ApiKey {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Whose it is.
   */
  spec?: {
    /**
     * The user it speaks for; the caller when absent. It cannot change.
     */
    userUid?: string;
    /**
     * When it ends, which lies ahead; absent: not by itself.
     */
    expiry?: string;
    /**
     * Whether it is accepted; `false` revokes it for good.
     */
    isActive?: boolean;
  };
  /**
   * How it was used.
   */
  status?: {
    /**
     * The last use.
     */
    lastUsedTimestamp?: string;
  };
}
/**
 * A page of them.
 */
export interface ApiKeyList {
  /**
   * The items.
   */
  items: ApiKey[];
  listmeta?: ListMeta;
}
/**
 * A new API key.
 */
export interface ApiKeyCreated {
  /**
   * Uid.
   */
  uid: string;
  /**
   * The key, shown this once.
   */
  apiKey: string;
}
/**
 * The caller.
 */
export interface Me {
  metadata: UidAndName;
  /**
   * Who he is and what he may do.
   */
  spec: {
    /**
     * E-mail address.
     */
    emailId?: string;
    /**
     * First name.
     */
    firstName?: string;
    /**
     * Last name.
     */
    lastName?: string;
    actorType?: ActorType;
    tenant: UidAndName;
    /**
     * Permissions at tenant scope.
     */
    permissions: string[];
    /**
     * Projects with the permissions in each.
     *
     * Items: A project.
     */
    projects: {
      /**
       * Uid.
       */
      uid: string;
      /**
       * Name.
       */
      name: string;
      /**
       * Permissions.
       */
      permissions: string[];
    }[];
  };
}
/**
 * A cluster profile.
 */
export interface ClusterProfile {
  /**
   * What identifies it.
   */
  metadata: {
    /**
     * Uid.
     */
    uid?: string;
    /**
     * Name.
     */
    name: string;
    /**
     * Description.
     */
    description?: string;
    /**
     * When it was made.
     */
    creationTimestamp?: string;
    /**
     * When it was changed last.
     */
    lastModifiedTimestamp?: string;
  };
  /**
   * Any JSON object.
   */
  spec: {
    [k: string]: unknown;
  };
}
/**
 * A page of them.
 */
export interface ClusterProfileList {
  /**
   * The items.
   */
  items: ClusterProfile[];
  listmeta?: ListMeta;
}
