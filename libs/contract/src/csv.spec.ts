import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { RecordBuilder } from './corpus';
import { csvCell, csvHeader, csvRow, neutraliseCell } from './csv';
import type { Entry } from './entry';

const build = new RecordBuilder({ now: Date.UTC(2026, 0, 2), tenantUid: 'acme' });
const entry = (data: object, more: Partial<Entry> = {}): Entry => ({
  uid: 'c5ede15e-52bc-85c5-86e3-2efe6ad9e913',
  source: '/s',
  sourceVerification: 'unverified',
  time: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  receivedAt: Date.UTC(2026, 0, 2, 3, 4, 6),
  mode: 'binary',
  value: JSON.stringify(build.data(data)),
  ...more,
});
const rowsOf = (csv: string): string[][] => parse(csv, { record_delimiter: '\r\n' });
const cells = (of: Entry): string[] => rowsOf(csvRow(of))[0] ?? [];

describe('a row of the download', () => {
  test('has the columns of the contract, in its order', () => {
    expect(csvHeader()).toBe(
      'time,action,resource_kind,resource_name,resource_uid,project,actor_type,actor,message,note,ip,outcome,uid,' +
        'received,source,source_verification\r\n',
    );
    const full = entry({
      projectUid: 'p',
      projectName: 'Project, one',
      resource: { kind: 'cluster', uid: 'c-1', name: 'edge "1"' },
      actionMsg: 'line\none',
      userMsg: 'why',
      request: { ip: '::1' },
      outcome: 'failure',
    });
    expect(csvRow(full)).toBe(
      '2026-01-02T03:04:05.006Z,update,cluster,"edge ""1""",c-1,"Project, one",user,grace@example.com,"line\none",why,::1,' +
        'failure,c5ede15e-52bc-85c5-86e3-2efe6ad9e913,2026-01-02T03:04:06.000Z,/s,unverified\r\n',
    );
  });

  test.each([
    ['the e-mail', { actorType: 'user', user: { uid: 'u', emailId: 'a@b.c' } }, 'a@b.c'],
    ['else the user’s uid', { actorType: 'user', user: { uid: 'u', emailId: '' } }, 'u'],
    ['else the service', { actorType: 'service', serviceName: 'cron' }, 'cron'],
    ['else system', { actorType: 'system' }, 'system'],
  ])('the actor is %s', (_name, actor, expected) => {
    expect(cells(entry({ actor }))[7]).toBe(expected);
  });

  test('the project is its name, else its uid, else nothing', () => {
    expect(cells(entry({ projectUid: 'p', projectName: 'P' }))[5]).toBe('P');
    expect(cells(entry({ projectUid: 'p' }))[5]).toBe('p');
    expect(cells(entry({}))[5]).toBe('');
  });

  test('the note is the newest one', () => {
    const note = { userMsg: 'newer', time: 0 };
    expect(cells(entry({ userMsg: 'with the event' }, { latestNote: note }))[9]).toBe('newer');
  });
});

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['   =1', "'   =1"],
    ['a=1', 'a=1'],
    ["'=1", "'=1"],
    [' a', ' a'],
    ['', ''],
  ])('%j is written as %j', (cell, expected) => {
    expect(neutraliseCell(cell)).toBe(expected);
  });

  test('comes back from a CSV reader as it was neutralised, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (one, other) => {
        const rows = rowsOf(`${csvCell(one)},${csvCell(other)}\r\n`);
        expect(rows).toEqual([[neutraliseCell(one), neutraliseCell(other)]]);
        for (const cell of rows[0] ?? []) expect(cell).not.toMatch(/^ *[=+\-@\t\r]/);
      }),
    );
  });
});
