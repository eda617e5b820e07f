import { userMsgOf } from './user-msg';

describe('the note in a body', () => {
  it.each(['abc', '😀😀😀', 'x'.repeat(255), '😀'.repeat(255), ' é\n'])('takes %j', (userMsg) => {
    expect(userMsgOf({ userMsg, metadata: { uid: 'ignored' } })).toBe(userMsg);
  });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['no note', {}],
    ['null', { userMsg: null }],
    ['a number', { userMsg: 123 }],
    ['a list', { userMsg: ['abc'] }],
    ['two characters of four UTF-16 units', { userMsg: '😀😀' }],
    ['256 characters', { userMsg: 'x'.repeat(256) }],
    ['U+0000', { userMsg: 'ab\0cd' }],
    ['half of a character', { userMsg: 'ab\ud83d cd' }],
  ])('refuses %s', (_what, body) => {
    expect(() => userMsgOf(body)).toThrow(
      expect.objectContaining({ status: 400, details: { field: 'userMsg' } }) as Error,
    );
  });
});
