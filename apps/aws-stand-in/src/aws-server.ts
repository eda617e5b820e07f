import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError } from './aws-error';
import type { FaultKind } from './faults/faults';
import { readWhole, type WholeRequest } from './http/request';
import { verifySignature } from './http/signature';
import { perform } from './logs/operations';
import type { StandIn } from './stand-in';
import { performSts, stsError } from './sts/operations';

const logsTarget = 'Logs_20140328.';
const jsonType = 'application/x-amz-json-1.1';

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': randomUUID() });
  response.end(body);
}

const throttled = new AwsError('ThrottlingException', 'Rate exceeded');
const broken = new AwsError('ServiceUnavailableException', 'The service cannot complete the request.', 500);
const expired = new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);

/** An answer that says success and takes nothing: what CloudWatch does with events that are too old. */
const allRejected = (input: Record<string, unknown>) => ({
  rejectedLogEventsInfo: { tooOldLogEventEndIndex: Array.isArray(input['logEvents']) ? input['logEvents'].length : 0 },
});

function refuseBefore(fault: FaultKind | undefined): void {
  if (fault === 'throttle') throw throttled;
  if (fault === 'error') throw broken;
  if (fault === 'expired-token') throw expired;
}

function performLogs(standIn: StandIn, request: WholeRequest, operation: string, response: ServerResponse): void {
  const by = verifySignature(standIn.accounts, request);
  const input = JSON.parse(request.body.toString() || '{}') as Record<string, unknown>;
  const group = typeof input['logGroupName'] === 'string' ? input['logGroupName'] : '';
  const fault = standIn.faults.strike({ operation, group, accessKeyId: by.key.accessKeyId });
  if (fault === 'hang') return;
  refuseBefore(fault);
  if (fault === 'reject' && operation === 'PutLogEvents')
    return send(response, 200, jsonType, JSON.stringify(allRejected(input)));
  const { largestEventBytes } = standIn.settings;
  const output = perform(operation, { by, input, groups: standIn.groups, largestEventBytes });
  if (fault === 'accept-then-error') throw broken;
  send(response, 200, jsonType, JSON.stringify(output));
}

function answerLogs(standIn: StandIn, request: WholeRequest, operation: string, response: ServerResponse): void {
  standIn.count(operation);
  try {
    performLogs(standIn, request, operation, response);
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('SerializationException', String(error));
    send(response, known.status, jsonType, JSON.stringify({ __type: known.type, message: known.message }));
  }
}

function answerSts(standIn: StandIn, request: WholeRequest, response: ServerResponse): void {
  const form = new URLSearchParams(request.body.toString());
  const operation = `sts:${form.get('Action') ?? ''}`;
  standIn.count(operation);
  try {
    const by = verifySignature(standIn.accounts, request);
    const fault = standIn.faults.strike({ operation, group: '', accessKeyId: by.key.accessKeyId });
    if (fault === 'hang') return;
    refuseBefore(fault);
    send(response, 200, 'text/xml', performSts(standIn.accounts, by, form));
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
    send(response, known.status, 'text/xml', stsError(known));
  }
}

async function answer(standIn: StandIn, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readWhole(incoming);
  const target = [request.headers['x-amz-target']].flat().join('');
  if (target.startsWith(logsTarget)) return answerLogs(standIn, request, target.slice(logsTarget.length), response);
  answerSts(standIn, request, response);
}

/** The port that the AWS SDKs and the `aws` command speak to: CloudWatch Logs and STS on one address. */
export function awsServer(standIn: StandIn): Server {
  return createServer((incoming, response) => {
    answer(standIn, incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
}
