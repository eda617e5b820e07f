import { validateSync } from 'class-validator';
import { EmailAddress } from './email-address';

class Person {
  @EmailAddress()
  emailId: unknown;
}

const faultsOf = (emailId: unknown) => validateSync(Object.assign(new Person(), { emailId }));

describe('an e-mail address', () => {
  it.each(['a@b.example', 'grüße@b.example', `${'x'.repeat(60)}@${'y'.repeat(60)}.example`])('is %s', (emailId) => {
    expect(faultsOf(emailId)).toEqual([]);
  });

  it.each([
    'nobody',
    'a b@c.example',
    '',
    null,
    5,
    ['a@b.example'],
    'a\0@b.example',
    'a\ud83d@b.example',
    `a@${`${'x'.repeat(60)}.`.repeat(5)}example`,
  ])('is not %j', (emailId) => {
    expect(faultsOf(emailId)[0]?.constraints).toEqual({ emailAddress: 'emailId must be an e-mail address' });
  });
});
