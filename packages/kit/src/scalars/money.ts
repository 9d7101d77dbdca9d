import { GraphQLScalarType, Kind } from 'graphql';
import { BadInput } from '../errors.ts';
import { textScalar } from './text-scalar.ts';

// ISO 4217, list one, without metals, funds and testing codes. Engines know others, former ones among them.
const CURRENCIES = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
  IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
  MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
  SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG
  XOF XPF YER ZAR ZMW ZWG`.split(/\s+/),
);

export const Currency = textScalar({
  name: 'Currency',
  longest: 3,
  expected: 'a currency by its ISO 4217 code like "EUR"',
  read: (text) => (CURRENCIES.has(text.toUpperCase()) ? text.toUpperCase() : null),
});

const refused = () =>
  new BadInput('SafeInt expects a whole number from -9007199254740991 to 9007199254740991, written without quotes');

const safe = (raw: unknown): number => {
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw)) throw refused();
  return raw + 0; // -0 is 0
};

/** What Int's 32 bits do not hold and JavaScript still counts exactly, such as minor units of money. */
export const SafeInt = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  parseValue: safe,
  // The longest one has 17 characters: a literal of a megabyte is refused unread.
  parseLiteral: (node) => safe(node.kind === Kind.INT && node.value.length <= 17 ? Number(node.value) : null),
  serialize: (value) => {
    const number = Number(value); // a BIGINT column gives a bigint
    // Rounded money is wrong money: a fault, and nothing is shown.
    if (!Number.isSafeInteger(number)) throw new RangeError('A SafeInt is beyond what is counted exactly');
    return number;
  },
});
