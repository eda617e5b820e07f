import { assertGoodPassword } from './password-rules';
import { preparePassword } from './prepare-password';

describe('a password', () => {
  it.each([
    ['password123', 'among the most common'],
    ['QWERTYuiop', 'among the most common'],
    ['12345678', 'among the most common'],
    ['Ada.Lovelace@acme.example', 'must not be the e-mail address'],
    ['ada.lovelace', 'must not be the e-mail address'],
  ])('is not %s', (password, reason) => {
    expect(() => assertGoodPassword('spec.password', password, 'ada.lovelace@ACME.example')).toThrow(reason);
  });

  it.each(['correct horse battery', 'Пароль-на-память', 'acme.example'])('may be %s', (password) => {
    expect(() => assertGoodPassword('password', password, 'ada@acme.example')).not.toThrow();
  });

  it.each([
    ['composed and decomposed', 'caf\u00e9 cr\u00e8me', 'cafe\u0301 cre\u0300me'],
    ['with spaces of other keyboards', 'deux mots ici', 'deux\u00a0mots\u3000ici'],
  ])('is the same %s', (_what, one, other) => expect(preparePassword(other)).toBe(preparePassword(one)));

  it.each([
    ['case', 'Straße', 'straße'],
    ['width', 'ｐａｓｓ', 'pass'],
    ['a ligature', 'ﬁsh', 'fish'],
    ['spaces at its ends', ' pass ', 'pass'],
  ])('is another with another %s', (_what, one, other) => {
    expect(preparePassword(one)).not.toBe(preparePassword(other));
  });
});
