import { z } from 'zod';

/** A whole number within bounds. */
export const count = (from: number, to: number) => z.coerce.number().int().min(from).max(to);

/** `on` or `off`. */
export const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** One of some words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) => z.enum(words);

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A time such as `10m`, in seconds. */
export const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'must be a number with a unit: 30s, 10m, 12h or 30d')
  .transform((text) => Number.parseInt(text, 10) * (unitSeconds[text.slice(-1)] ?? 1));

/** An address of the web: `https://told.example/club`. */
export const url = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
