import { AwsError, accessDenied, invalidParameter } from '../aws-error';
import type { SignedBy } from '../http/signature';
import { LogGroups, type LogGroup } from './log-groups';
import { judgeBatch } from './put-log-events';

const groupNames = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const streamNames = /^[^:*]{1,512}$/;

export interface Call {
  by: SignedBy;
  input: Record<string, unknown>;
  groups: LogGroups;
  /** One event's limit in bytes, 26 included. */
  largestEventBytes: number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const groupArn = ({ by }: Call, name: string) => `arn:aws:logs:${by.region}:${by.key.account}:log-group:${name}`;

function permit(call: Call, action: string, resource: string): void {
  const { permissions, principalArn } = call.by.key;
  if (!permissions.includes('*') && !permissions.includes(action)) throw accessDenied(principalArn, action, resource);
}

function named(value: unknown, member: string, pattern: RegExp): string {
  if (pattern.test(text(value))) return text(value);
  throw invalidParameter(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

const groupName = (call: Call) => named(call.input['logGroupName'], 'logGroupName', groupNames);
const streamName = (call: Call) => named(call.input['logStreamName'], 'logStreamName', streamNames);
const groupOf = (call: Call): LogGroup => call.groups.group(call.by.key.account, call.by.region, groupName(call));

function page<Item>(items: readonly Item[], input: Record<string, unknown>): { items: Item[]; nextToken?: string } {
  const limit = typeof input['limit'] === 'number' ? input['limit'] : 50;
  if (limit < 1 || limit > 50) throw invalidParameter("Value at 'limit' failed to satisfy constraint: 1 to 50");
  const start = Number(text(input['nextToken']) || 0);
  const next = start + limit;
  return { items: items.slice(start, next), ...(next < items.length ? { nextToken: String(next) } : {}) };
}

type Operation = (call: Call) => Record<string, unknown>;

/** The six calls that a trail may make, and one for reading back, which only a key with `*` may. */
export const operations: Record<string, Operation> = {
  DescribeLogGroups(call) {
    permit(call, 'logs:DescribeLogGroups', groupArn(call, '*'));
    const groups = call.groups.list(call.by.key.account, call.by.region, text(call.input['logGroupNamePrefix']));
    const { items, nextToken } = page(groups, call.input);
    const logGroups = items.map(({ name, createdAt }) => ({
      logGroupName: name,
      creationTime: createdAt,
      arn: `${groupArn(call, name)}:*`,
    }));
    return { logGroups, nextToken };
  },

  CreateLogGroup(call) {
    const name = groupName(call);
    permit(call, 'logs:CreateLogGroup', groupArn(call, name));
    call.groups.create(call.by.key.account, call.by.region, name);
    return {};
  },

  CreateLogStream(call) {
    permit(call, 'logs:CreateLogStream', groupArn(call, groupName(call)));
    call.groups.createStream(groupOf(call), streamName(call));
    return {};
  },

  DescribeLogStreams(call) {
    permit(call, 'logs:DescribeLogStreams', groupArn(call, groupName(call)));
    const prefix = text(call.input['logStreamNamePrefix']);
    const streams = [...groupOf(call).streams.values()].filter(({ name }) => name.startsWith(prefix));
    const { items, nextToken } = page(streams, call.input);
    const logStreams = items.map(({ name, createdAt, bytes }) => ({
      logStreamName: name,
      creationTime: createdAt,
      storedBytes: bytes,
    }));
    return { logStreams, nextToken };
  },

  DeleteLogStream(call) {
    permit(call, 'logs:DeleteLogStream', `${groupArn(call, groupName(call))}:log-stream:${streamName(call)}`);
    const group = groupOf(call);
    group.streams.delete(call.groups.stream(group, streamName(call)).name);
    return {};
  },

  PutLogEvents(call) {
    permit(call, 'logs:PutLogEvents', `${groupArn(call, groupName(call))}:log-stream:${streamName(call)}`);
    const stream = call.groups.stream(groupOf(call), streamName(call));
    const { events, bytes, rejected } = judgeBatch(call.input['logEvents'], call.largestEventBytes, Date.now());
    call.groups.append(stream, events, bytes);
    return { nextSequenceToken: String(stream.count), rejectedLogEventsInfo: rejected };
  },

  GetLogEvents(call) {
    permit(call, 'logs:GetLogEvents', groupArn(call, groupName(call)));
    const { events } = call.groups.stream(groupOf(call), streamName(call));
    const from = Math.max(0, Number(text(call.input['nextToken']).replace(/^[fb]\//, '') || 0));
    const limit = typeof call.input['limit'] === 'number' ? call.input['limit'] : 10_000;
    const sorted = [...events].sort((one, other) => one.timestamp - other.timestamp);
    const items = sorted.slice(from, from + limit);
    return { events: items, nextForwardToken: `f/${from + items.length}`, nextBackwardToken: `b/${from}` };
  },
};

/** @throws AwsError for a call that this service does not have, as for one it refuses. */
export function perform(name: string, call: Call): Record<string, unknown> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new AwsError('UnknownOperationException', `There is no operation ${name}.`, 400);
  return operation(call);
}
