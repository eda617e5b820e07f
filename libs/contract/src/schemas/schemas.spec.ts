import { schemaProblem, validatorOf } from '../decide/schema-check';
import { schemas } from '.';

describe('the schemas', () => {
  test.each(Object.keys(schemas))('%s compiles, and says what it is', (name) => {
    expect(() => validatorOf(name)).not.toThrow();
    expect(schemas[name]?.description).toMatch(/\.$/);
  });

  test('an unknown one is a mistake of the program', () => {
    expect(() => validatorOf('Nothing')).toThrow('the contract has no schema Nothing');
  });

  test.each([
    ['ErrorBody', { code: 'ResourceNotFound', message: 'no such entry' }, undefined],
    ['ErrorBody', { code: 404, message: 'no such entry' }, '/code'],
    ['ErrorBody', { code: 'Not Found', message: 'no such entry' }, '/code'],
    ['ErrorBody', { code: 'InvalidRequest', message: ['limit'] }, '/message'],
    ['ListMeta', { continue: '', count: 0, limit: 0, offset: 0 }, undefined],
    ['ListMeta', { continue: '', count: 0, limit: 0 }, '/offset'],
    ['UserMsgUpdate', { userMsg: '\u{1f9ed}\u{1f9ed}' }, '/userMsg'],
    ['DataSinks', { spec: { auditDataSinks: [] } }, '/spec/auditDataSinks'],
    ['AuthenticateResponse', { authorization: 'a.b.c', isMfa: false }, '/Authorization'],
  ])('%s: %j', (name, value, pointer) => {
    expect(schemaProblem(name, value)?.pointer).toBe(pointer);
  });
});
