import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors/api-error';

/** Deeper nesting than any honest body has; code that walks a body recursively is safe below it. */
const maxDepth = 64;

/**
 * The parser of `application/json`: an empty body is none (clients send DELETE with a content type and no body),
 * anything but a JSON object in UTF-8 is a 400 that says so.
 */
export function registerJsonBody(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (bytes.length === 0) return done(null, undefined);
    if (!isUtf8(bytes)) return done(invalid('The body is not valid UTF-8'));
    // Fastify types the parser as one that may return a promise; the default one only ever calls back.
    return void parse(request, bytes.toString('utf8'), (error, parsed: unknown) => {
      if (error) return done(invalid(reasonOf(error)));
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        return done(invalid('The body must be a JSON object'));
      }
      if (depthOf(parsed) > maxDepth) return done(invalid(`The body is nested more than ${maxDepth} levels deep`));
      return done(null, parsed);
    });
  });
}

function invalid(message: string): ApiError {
  return ApiError.invalidRequest('body', message);
}

/** The parser tells a body that could change a prototype from one that is no JSON by its words alone. */
function reasonOf(error: Error): string {
  if (!error.message.includes('forbidden prototype property')) return 'The body is not valid JSON';
  return 'The body has a key __proto__, or a key prototype below constructor';
}

function depthOf(root: object): number {
  let level: object[] = [root];
  let depth = 0;
  while (level.length > 0 && depth <= maxDepth) {
    depth += 1;
    level = level.flatMap((value) => Object.values(value as Record<string, unknown>).filter(isObject));
  }
  return depth;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
