import { isText } from '@trailbook/service';
import { isEmail, ValidateBy } from 'class-validator';

/** No address of the internet is longer (RFC 5321, 4.5.3.1). */
const longest = 254;

/** An e-mail address. A text that no store keeps is looked at first: `isEmail` throws on half of a character. */
export function EmailAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'emailAddress',
    validator: {
      validate: (value: unknown) => isText(value, 3, longest) && isEmail(value, { allow_utf8_local_part: true }),
      defaultMessage: (validation) => `${validation?.property ?? 'value'} must be an e-mail address`,
    },
  });
}
