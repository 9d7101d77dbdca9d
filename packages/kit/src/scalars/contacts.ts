import { textScalar } from './text-scalar.ts';

// As browsers check <input type="email"> (WHATWG). Every part is bounded, so no text makes it search for long.
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${LABEL}(?:\\.${LABEL})*$`, 'i');

export const EmailAddress = textScalar({
  name: 'EmailAddress',
  // RFC 5321: a path has 256 characters, its brackets included.
  longest: 254,
  expected: 'an e-mail address like "ada@example.org": at most 254 characters, 64 before the @',
  read: (text) => (EMAIL.test(text) ? text : null),
});

const DIALLED = /^\+?[\d ()./-]+$/;
const digits = (text: string): number => text.replace(/\D/g, '').length;

// Not E.164: clubs write down extensions and local numbers, and those were taken before.
export const PhoneNumber = textScalar({
  name: 'PhoneNumber',
  longest: 40,
  expected:
    'a telephone number like "+49 151 12345678": 3 to 20 digits, between them blanks, dots, hyphens, slashes and brackets',
  read: (text) => {
    const number = text.trim();
    return DIALLED.test(number) && digits(number) >= 3 && digits(number) <= 20 ? number : null;
  },
});
