import { ApiError } from '@trailbook/service';
import { parseDateTime } from './date-time';
import { parseFilter } from './parse-filter';
import type { QueryParameters } from './parameters';

const tenant = { tenantUid: 'acme', projectUid: '*' };
const project = { tenantUid: 'acme', projectUid: 'p1' };

function refusal(query: QueryParameters): ApiError {
  try {
    parseFilter(query, tenant);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`not refused: ${JSON.stringify(query)}`);
}

describe('date-times', () => {
  it.each<[string, string]>([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02t03:04:05.1z', '2026-01-02T03:04:05.100Z'],
    ['2026-01-02T03:04:05.123999999Z', '2026-01-02T03:04:05.123Z'],
    ['2026-01-02T03:04:05.123+05:30', '2026-01-01T21:34:05.123Z'],
    ['2026-01-02T03:04:05.123-00:00', '2026-01-02T03:04:05.123Z'],
    ['2024-02-29T23:59:59-11:59', '2024-03-01T11:58:59.000Z'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
  ])('takes %s', (text, expected) => {
    expect(new Date(parseDateTime(text)!).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-02',
    '2026-01-02T03:04:05',
    '2026-01-02T24:00:00Z',
    '2026-01-02T23:60:00Z',
    '2026-01-02T23:59:60Z',
    '2026-01-02T03:04:05.Z',
    '2026-01-02T03:04:05.123 05:30',
    '2026-01-02T03:04:05+0530',
    '2026-01-02T03:04:05+24:00',
    ' 2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05Z\n',
    '+002026-01-02T03:04:05Z',
    '1767323045123',
  ])('refuses %j', (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });
});

describe('filters', () => {
  it('reads every one', () => {
    const { filter, nothing } = parseFilter(
      {
        startTime: '2026-01-02T03:04:05.123+05:30',
        endTime: '2026-02-02T00:00:00Z',
        actionType: ['update,create', 'create'],
        actorType: 'service',
        resourceKind: ['cluster', 'a,b'],
        resourceUid: 'r1',
        userUid: 'u1',
        projectUid: 'p1',
        tenantUid: 'acme',
        search: ' prod ',
        receivedSince: '2026-01-01T00:00:00Z',
        unknown: 'ignored',
      },
      tenant,
    );
    expect(nothing).toBe(false);
    expect(filter).toEqual({
      from: Date.parse('2026-01-01T21:34:05.123Z'),
      to: Date.parse('2026-02-02T00:00:00Z'),
      actions: ['create', 'update'],
      actorTypes: ['service'],
      resourceKinds: ['a,b', 'cluster'],
      resourceUids: ['r1'],
      userUids: ['u1'],
      projectUids: ['p1'],
      search: 'prod',
      receivedSince: Date.parse('2026-01-01T00:00:00Z'),
    });
  });

  it('has one canonical text for one filter, however it was written', () => {
    const one = parseFilter({ resourceKind: ['b', 'a'], startTime: '2026-01-01T00:00:00Z' }, tenant);
    const other = parseFilter({ startTime: '2026-01-01T01:00:00+01:00', resourceKind: ['a', 'b', 'a'] }, tenant);
    expect(one.canonical).toBe(other.canonical);
    expect(parseFilter({ resourceKind: 'a' }, tenant).canonical).not.toBe(one.canonical);
    expect(parseFilter({ resourceUid: 'x' }, tenant).canonical).not.toBe(
      parseFilter({ userUid: 'x' }, tenant).canonical,
    );
  });

  it.each<[string, QueryParameters]>([
    ['another tenant', { tenantUid: 'other' }],
    ['an empty tenant', { tenantUid: '' }],
    ['an empty value', { resourceKind: '' }],
    ['a value longer than any uid', { resourceUid: 'x'.repeat(600) }],
    ['a value with U+0000', { userUid: 'a\0b' }],
    ['an end before the start', { startTime: '2026-01-02T00:00:00Z', endTime: '2026-01-01T00:00:00Z' }],
  ])('finds nothing for %s', (_what, query) => {
    expect(parseFilter(query, tenant).nothing).toBe(true);
  });

  it('never reaches beyond the project of the scope', () => {
    expect(parseFilter({ projectUid: 'p2' }, project).nothing).toBe(true);
    expect(parseFilter({ projectUid: '*' }, project).nothing).toBe(true);
    expect(parseFilter({ projectUid: 'p1' }, project).nothing).toBe(false);
  });

  it.each<[string, QueryParameters]>([
    ['startTime', { startTime: '2026-02-30T00:00:00Z' }],
    ['endTime', { endTime: '' }],
    ['startTime', { startTime: ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'] }],
    ['receivedSince', { receivedSince: 'now' }],
    ['actionType', { actionType: 'Create' }],
    ['actionType', { actionType: 'create,' }],
    ['actionType', { actionType: '' }],
    ['actorType', { actorType: 'user,system' }],
    ['search', { search: 'x'.repeat(257) }],
    ['search', { search: 'a\0b' }],
    ['resourceKind', { resourceKind: Array.from({ length: 101 }, () => 'a') }],
  ])('refuses a wrong %s', (field, query) => {
    expect(refusal(query)).toMatchObject({ status: 400, code: 'InvalidRequest', details: { field } });
  });
});
