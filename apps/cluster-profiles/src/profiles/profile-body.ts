import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiError, isText } from '@trailbook/service';
import type { FastifyRequest } from 'fastify';

/** A profile as it is sent. */
export interface ProfileDraft {
  name: string;
  description: string;
  /** Any JSON object. */
  spec: object;
}

/**
 * The profile in a request's body. Not a class for Nest's validation, which takes keys such as `constructor` out of a
 * body without a word: a spec is kept as it came.
 */
export const ProfileBody = createParamDecorator((_: unknown, context: ExecutionContext): ProfileDraft => {
  return profileOf(context.switchToHttp().getRequest<FastifyRequest>().body);
});

/** @throws ApiError 400 naming the field */
export function profileOf(body: unknown): ProfileDraft {
  const { metadata, spec } = isObject(body) ? body : {};
  if (!isObject(metadata)) throw ApiError.invalidRequest('metadata', 'metadata must be an object');
  const { name, description = null } = metadata;
  if (!isText(name, 1, 256)) {
    throw ApiError.invalidRequest('metadata.name', 'metadata.name must be text of 1 to 256 characters');
  }
  if (description !== null && !isText(description, 0, 1024)) {
    throw ApiError.invalidRequest(
      'metadata.description',
      'metadata.description must be text of at most 1024 characters',
    );
  }
  if (!isObject(spec)) throw ApiError.invalidRequest('spec', 'spec must be an object');
  return { name, description: description ?? '', spec };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
