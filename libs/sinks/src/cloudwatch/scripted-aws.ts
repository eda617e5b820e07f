import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the far side says to one call; a text is a page of HTML. `hang`: nothing, ever. */
export type ScriptedAnswer = { status: number; body: object | string } | 'hang';

export interface RecordedCall {
  operation: string;
  body: Record<string, unknown>;
}

export const failure = (status: number, type: string, message = `said ${type}`): ScriptedAnswer => ({
  status,
  body: { __type: type, message },
});

/** For specs: an HTTP server that speaks AWS's protocols and answers what it was told to, 200 `{}` otherwise. */
export class ScriptedAws {
  readonly calls: RecordedCall[] = [];
  /** Those of them whose connection the near side closed before they were answered. */
  readonly givenUp: RecordedCall[] = [];
  private readonly scripts = new Map<string, ScriptedAnswer[]>();
  private readonly server = createServer((request, response) => void this.take(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next calls of the operation get these answers, in order; the ones after that get 200 again. */
  script(operation: string, ...answers: ScriptedAnswer[]): void {
    this.scripts.set(operation, [...(this.scripts.get(operation) ?? []), ...answers]);
  }

  reset(): void {
    this.calls.length = 0;
    this.givenUp.length = 0;
    this.scripts.clear();
  }

  operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const operation = target.split('.')[1] ?? target;
      this.record(response, { operation, body: JSON.parse(text) as Record<string, unknown> });
      return this.answer(operation, response, (body) => JSON.stringify(body), 'application/x-amz-json-1.1');
    }
    const form = new URLSearchParams(text);
    const operation = form.get('Action') ?? 'unknown';
    this.record(response, { operation, body: Object.fromEntries(form) });
    this.answer(operation, response, (body) => stsXml(operation, body), 'text/xml');
  }

  private record(response: ServerResponse, call: RecordedCall): void {
    this.calls.push(call);
    response.once('close', () => {
      if (!response.writableEnded && this.calls.includes(call)) this.givenUp.push(call);
    });
  }

  private answer(operation: string, response: ServerResponse, encode: (body: object) => string, type: string): void {
    const answer = this.scripts.get(operation)?.shift() ?? { status: 200, body: {} };
    if (answer === 'hang') return;
    const { status, body } = answer;
    if (typeof body === 'string') {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
      return;
    }
    response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': `r-${this.calls.length}` });
    response.end(encode(body));
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function stsXml(operation: string, body: object): string {
  if ('__type' in body) {
    const { __type: code, message } = body as { __type: string; message: string };
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  }
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const results: Record<string, string> = {
    GetCallerIdentity: '<Arn>arn:aws:iam::123456789012:user/tester</Arn><Account>123456789012</Account>',
    AssumeRole: `<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>temporary</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  };
  return `<${operation}Response><${operation}Result>${results[operation] ?? ''}</${operation}Result></${operation}Response>`;
}
