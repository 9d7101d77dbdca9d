/** How much a client wants each thing that it names in a header such as `Accept`: 0 to 1, names in lower case. */
export type Preference = ReadonlyMap<string, number>;

const MOST_NAMED = 50;

/** Reads `text/html, application/json;q=0.9`; what is not understood is not named. */
export function preferenceOf(header: string): Preference {
  const named = header.split(',', MOST_NAMED).map((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return [name, qualityOf(quality)] as const;
  });
  return new Map(named.filter(([name]) => name !== ''));
}

function qualityOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}

/** How much a media type is wanted, ranges included; everything is where nothing was said. */
export function wish(preference: Preference, mediaType: string): number {
  if (preference.size === 0) return 1;
  const range = `${mediaType.split('/')[0]}/*`;
  return preference.get(mediaType) ?? preference.get(range) ?? preference.get('*/*') ?? 0;
}
