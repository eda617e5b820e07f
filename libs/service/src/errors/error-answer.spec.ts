import { BadRequestException, ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { ApiError } from './api-error';
import { toErrorAnswer } from './error-answer';

const coded = (code: string, message = 'internals of ours') => Object.assign(new Error(message), { code });
const fastify = (statusCode: number) => Object.assign(new Error('internals of ours'), { statusCode });
const queryFailed = (code: string) => Object.assign(new Error('insert into secret'), { driverError: coded(code) });

describe('the error answer', () => {
  it.each([
    [ApiError.invalidRequest('limit', 'limit must be a number'), 400, 'InvalidRequest'],
    [ApiError.unauthorized(), 401, 'Unauthorized'],
    [ApiError.forbidden(), 403, 'OperationForbidden'],
    [ApiError.notFound('The entry'), 404, 'ResourceNotFound'],
    [ApiError.conflict('taken'), 409, 'ResourceAlreadyExists'],
    [ApiError.tooLarge('too large'), 413, 'RequestTooLarge'],
    [ApiError.unprocessable('no such group'), 422, 'UnprocessableRequest'],
    [ApiError.tooMany('slower', 1.2), 429, 'TooManyRequests'],
    [ApiError.unavailable(), 503, 'ServiceUnavailable'],
    [new NotFoundException('Cannot GET /v1/x?apikey=secret'), 404, 'ResourceNotFound'],
    [new ForbiddenException(), 403, 'OperationForbidden'],
    [new BadRequestException(['a is wrong', 'b is wrong']), 400, 'InvalidRequest'],
    [new HttpException('teapot', 418), 418, 'InvalidRequest'],
    [new HttpException('internals of ours', 500), 500, 'InternalError'],
    [fastify(413), 413, 'RequestTooLarge'],
    [fastify(415), 415, 'UnsupportedMediaType'],
    [fastify(500), 500, 'InternalError'],
    [coded('ECONNREFUSED'), 503, 'ServiceUnavailable'],
    [coded('57P01'), 503, 'ServiceUnavailable'],
    [coded('08006'), 503, 'ServiceUnavailable'],
    [queryFailed('57014'), 503, 'ServiceUnavailable'],
    [queryFailed('23505'), 409, 'ResourceAlreadyExists'],
    [queryFailed('22P05'), 400, 'InvalidRequest'],
    [queryFailed('42601'), 500, 'InternalError'],
    [new Error('internals of ours', { cause: coded('ECONNRESET') }), 503, 'ServiceUnavailable'],
    [new AggregateError([coded('ECONNREFUSED')]), 503, 'ServiceUnavailable'],
    [new TypeError('internals of ours'), 500, 'InternalError'],
    ['a thrown string', 500, 'InternalError'],
    [undefined, 500, 'InternalError'],
  ])('of %s: %i %s', (thrown, status, code) => {
    const answer = toErrorAnswer(thrown, 'ref-1');
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.message).toEqual(expect.stringMatching(/./));
    expect(JSON.stringify(answer.body)).not.toMatch(/internals|secret/);
    expect(answer.body.ref).toBe(status >= 500 ? 'ref-1' : undefined);
    expect(answer.unexpected).toBe(status === 500);
  });

  it('keeps the details, and the seconds to wait', () => {
    expect(toErrorAnswer(ApiError.invalidRequest('limit', 'x')).body.details).toEqual({ field: 'limit' });
    expect(toErrorAnswer(ApiError.tooMany('slower', 1.2)).headers).toEqual({ 'retry-after': '2' });
    expect(toErrorAnswer(new BadRequestException(['a', 'b'])).body.message).toBe('a; b');
  });
});
