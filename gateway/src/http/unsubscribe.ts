import type { CallHeaders, HttpRequest, HttpResponse } from '@fieldhouse/platform';
import { type GraphQLBehind, graphql } from './graphql.ts';
import { page } from './page.ts';
import { preferenceOf } from './preference.ts';

const UNSUBSCRIBE = `mutation Unsubscribe($input: UnsubscribeInput!) {
  unsubscribe(input: $input) { ok userErrors { code } }
}`;

const WORDS = {
  en: {
    title: 'Notifications',
    ask: 'No more mails like the one that led here?',
    button: 'No more of these',
    done: 'Done: you get no more mails of this kind. You can have them again by your preferences.',
    unknown: 'This link is not complete. Take the one of the mail as a whole.',
    later: 'That cannot be done at the moment. Please try again later.',
  },
  de: {
    title: 'Mitteilungen',
    ask: 'Keine Mails wie die mehr, die hierher geführt hat?',
    button: 'Keine mehr davon',
    done: 'Erledigt: Du bekommst keine Mails dieser Art mehr. In deinen Einstellungen kannst du sie wieder einschalten.',
    unknown: 'Dieser Link ist nicht vollständig. Nimm den ganzen aus der Mail.',
    later: 'Das geht gerade nicht. Bitte versuche es später noch einmal.',
  },
} as const;

/**
 * Where the link of a mail leads. To look changes nothing, as mail programs look at links by themselves; a POST, by
 * the button or by the mail program's own (RFC 8058), does what the token says. Whoever sends it needs to be nobody.
 */
export async function unsubscribe(
  request: HttpRequest,
  requestId: string,
  behind: GraphQLBehind,
): Promise<HttpResponse> {
  const lang = languageOf(request.headers);
  const words = WORDS[lang];
  const say = (status: number, text: string, rest = '') =>
    page(status, { lang, title: words.title, body: `<p>${text}</p>${rest}`, forms: 'self' });
  if (request.method !== 'POST')
    return say(200, words.ask, `<form method="post"><button>${words.button}</button></form>`);
  const { status, headers, body } = await graphql(mutation(request), requestId, behind);
  const { data } = typeof body === 'string' ? (JSON.parse(body) as Answer) : {};
  if (data?.unsubscribe?.ok) return say(200, words.done);
  if (data?.unsubscribe) return say(400, words.unknown);
  const later = say(status >= 400 ? status : 503, words.later);
  const wait = headers?.['retry-after'];
  return wait ? { ...later, headers: { ...later.headers, 'retry-after': wait } } : later;
}

interface Answer {
  readonly data?: { readonly unsubscribe?: { readonly ok: boolean | null } | null } | null;
}

/** The same as any client would send it: admitted, counted and logged as that. */
const mutation = ({ headers, search, ...request }: HttpRequest): HttpRequest => ({
  ...request,
  method: 'POST',
  path: '/graphql',
  search: '',
  headers: {
    'content-type': 'application/json',
    'x-forwarded-for': headers['x-forwarded-for'],
    'user-agent': headers['user-agent'],
  },
  body: JSON.stringify({
    query: UNSUBSCRIBE,
    variables: { input: { token: new URLSearchParams(search).get('token') ?? '' } },
  }),
});

function languageOf({ 'accept-language': accepted = '' }: CallHeaders): keyof typeof WORDS {
  const wished = [...preferenceOf(accepted)].filter(([tag, quality]) => quality > 0 && /^(en|de)\b/.test(tag));
  const [best] = wished.toSorted(([, one], [, other]) => other - one);
  return best?.[0].startsWith('de') ? 'de' : 'en';
}
