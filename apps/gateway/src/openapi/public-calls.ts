import { json, answerHeaders, headerRefs, refusals, words } from './responses';
import { schemaRef } from './schemas';

const status = (description: string) =>
  json({ type: 'object', description, properties: { status: { type: 'string', const: 'ok' } }, required: ['status'] });

function open(operationId: string, summary: string, content: unknown, further: Record<string, unknown> = {}) {
  const ok = { description: words(200), headers: headerRefs(['X-Request-Id']), content };
  return { summary, operationId, tags: ['gateway'], security: [], responses: { 200: ok, ...further } };
}

const setCookieOnly =
  '`only`: the session is kept as a cookie that no script reads, and `Authorization` of the answer is empty. For the console, whose requests say `Trailbook-Console: 1` then.';
const setCookie = `\`true\`: the browser is given a cookie by which this device is known at later logins; it is no credential. ${setCookieOnly}`;

/** The calls without credentials, which the gateway answers itself: by path and method. */
export const publicPaths: Readonly<Record<string, Record<string, unknown>>> = {
  '/v1/auth/authenticate': {
    post: {
      summary: 'Log in',
      operationId: 'authenticate',
      tags: ['identity'],
      description:
        'Ten failed logins in a quarter of an hour for an e-mail address from one network are enough: 429, until the time in `Retry-After` has passed, which doubles with each further failure. Many failures for an e-mail address from everywhere, or from a network for whatever address, delay logins by at most a minute, except on a device that the user has logged in on.',
      security: [],
      parameters: [
        {
          name: 'setCookie',
          in: 'query',
          required: false,
          description: setCookie,
          schema: { type: 'string' },
        },
      ],
      requestBody: { required: true, content: json(schemaRef('AuthenticateRequest')) },
      responses: {
        200: {
          description: words(200),
          headers: answerHeaders(),
          content: json(schemaRef('AuthenticateResponse')),
        },
        ...refusals([400, 401, 413, 415, 429, 503, 504]),
      },
    },
  },
  '/v1/auth/issuers': {
    get: {
      summary: 'OpenID Connect issuers that people can sign in by',
      operationId: 'getIssuers',
      tags: ['identity'],
      security: [],
      responses: {
        200: { description: words(200), headers: answerHeaders(), content: json(schemaRef('IssuerList')) },
        ...refusals([429]),
      },
    },
  },
  '/v1/auth/openid': {
    post: {
      summary: 'End a sign-in that began at an OpenID Connect issuer',
      operationId: 'authenticateByIssuer',
      tags: ['identity'],
      description:
        'Authorization code flow with PKCE: the code is exchanged here. Ten in a quarter of an hour from a network with a code or state that is not the issuer’s are enough: further ones of that kind are answered with 429, longer each time. Sign-ins that are cancelled, or of users who are not let in, count for nothing.',
      security: [],
      parameters: [
        {
          name: 'setCookie',
          in: 'query',
          required: false,
          description: setCookieOnly,
          schema: { type: 'string' },
        },
      ],
      requestBody: { required: true, content: json(schemaRef('IssuerSignIn')) },
      responses: {
        200: { description: words(200), headers: answerHeaders(), content: json(schemaRef('AuthenticateResponse')) },
        ...refusals([400, 401, 413, 415, 429, 503, 504]),
      },
    },
  },
  '/openapi.json': { get: open('getOpenApi', 'This document', json({ type: 'object' })) },
  '/healthz': { get: open('getHealth', 'Whether the gateway runs', status('It does.')) },
  '/readyz': {
    get: open('getReadiness', 'Whether the gateway can serve', status('It can.'), {
      503: {
        description: 'Something that it needs is away, or it is stopping.',
        headers: headerRefs(['X-Request-Id']),
        content: json(schemaRef('ErrorBody')),
      },
    }),
  },
};

/** Schemas that they refer to. */
export const publicSchemas = [
  'AuthenticateRequest',
  'AuthenticateResponse',
  'ErrorBody',
  'IssuerList',
  'IssuerSignIn',
] as const;
