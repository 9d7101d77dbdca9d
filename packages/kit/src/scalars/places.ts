import { textScalar } from './text-scalar.ts';

/** Zones that were renamed, by the name that JavaScript engines still give them. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

// Making a formatter is slow, and there are some six hundred names: those that exist are remembered.
const zones = new Map<string, string>();

/** A zone under its present name; offsets such as "+02:00", which newer engines take, are no zones. */
function zoneOf(text: string): string | null {
  const key = text.toLowerCase();
  const known = zones.get(key);
  if (known || !/^[a-z]/.test(key)) return known ?? null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    const zone = RENAMED[timeZone] ?? timeZone;
    zones.set(key, zone);
    return zone;
  } catch {
    return null;
  }
}

function localeOf(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

export const TimeZone = textScalar({
  name: 'TimeZone',
  longest: 64,
  expected: 'an IANA time zone like "Europe/Berlin"',
  read: zoneOf,
  show: (stored) => zoneOf(String(stored)) ?? String(stored), // older rows have it as it was typed
});

export const Locale = textScalar({
  name: 'Locale',
  longest: 64,
  expected: 'a BCP 47 language tag like "en-GB"',
  read: localeOf,
  show: (stored) => localeOf(String(stored)) ?? String(stored),
});
