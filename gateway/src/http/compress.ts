import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { CallHeaders, HttpResponse } from '@fieldhouse/platform';
import { preferenceOf } from './preference.ts';

/** Below, headers weigh more than what is saved. */
const WORTH_IT_BYTES = 1_024;

// Quick ones: of a page of 100 KB, higher levels save another 2 % and take three times as long.
const CODINGS = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 6 }),
};

type Coding = keyof typeof CODINGS;

/**
 * The answer in the coding that the client wants most. Nothing secret is at risk by its length (BREACH): what browsers
 * send on their own is no credential here. What comes in pieces goes out as it comes.
 */
export async function compressed(answer: HttpResponse, asked: CallHeaders): Promise<HttpResponse> {
  const { body, headers = {} } = answer;
  if (body === undefined || (typeof body !== 'string' && !Buffer.isBuffer(body))) return answer;
  if (headers['content-encoding']) return answer;
  const bytes = Buffer.from(body);
  const { coding, refusesPlain } = codingFor(asked['accept-encoding']);
  if (bytes.length <= WORTH_IT_BYTES && !(refusesPlain && bytes.length > 0)) return answer;
  const vary = [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  if (!coding) return { ...answer, headers: { ...headers, vary } };
  return {
    ...answer,
    headers: { ...headers, vary, 'content-encoding': coding },
    body: await CODINGS[coding](bytes),
  };
}

/** What a client's `Accept-Encoding` comes to; nothing said means nothing but plain (RFC 9110, 12.5.3). */
export function codingFor(accepted = ''): { readonly coding: Coding | undefined; readonly refusesPlain: boolean } {
  const named = preferenceOf(accepted);
  const rest = named.get('*');
  const quality = (name: Coding) => named.get(name) ?? rest ?? 0;
  const plain = named.get('identity') ?? rest;
  const [best] = (['br', 'gzip'] as const).toSorted((one, other) => quality(other) - quality(one));
  const isWanted = best !== undefined && quality(best) > 0 && quality(best) >= (named.get('identity') ?? 0);
  return { coding: isWanted ? best : undefined, refusesPlain: plain === 0 };
}
