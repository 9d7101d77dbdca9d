import type { z } from 'zod';
import { type Environment, given, problems } from './given.ts';
import { settings as shared } from './settings.ts';

/** A setting that one part of the house has for itself. */
export interface OwnSetting<T extends z.ZodType = z.ZodType> {
  /** As the environment has it: REFRESH_TOKEN_TTL. */
  readonly name: string;
  /** What it may be, and its default: `count(0, 300).default(10)`. */
  readonly type: T;
  readonly description: string;
}

/** The settings of one part, by the names that its code has for them. */
export type OwnSettings = Readonly<Record<string, OwnSetting>>;

/** What the settings say. */
export type ValuesOf<S extends OwnSettings> = { readonly [K in keyof S]: z.infer<S[K]['type']> };

/** Whose settings, and which. */
export interface Owned {
  readonly name: string;
  readonly settings: OwnSettings;
}

/** Reads what the environment says of a part's own settings; what cannot be used is told in words, all at once. */
export function readOwnSettings<S extends OwnSettings>(own: S, environment: Environment): ValuesOf<S> {
  const values = given(environment);
  const read = Object.entries(own).map(([key, { name, type }]) => ({ key, name, ...type.safeParse(values[name]) }));
  const wrong = read.flatMap(({ name, error }) => (error?.issues ?? []).map(({ message }) => `${name}: ${message}`));
  if (wrong.length > 0) throw problems(wrong);
  return Object.freeze(Object.fromEntries(read.map(({ key, data }) => [key, data]))) as ValuesOf<S>;
}

/** Throws where parts declare what cannot be theirs alone: a name has one meaning in the whole house. */
export function ensureOwnNames(parts: readonly Owned[]): void {
  const owners = new Map<string, string>(Object.keys(shared).map((name) => [name, 'the house']));
  for (const { name: part, settings } of parts)
    for (const { name } of Object.values(settings)) {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new Error(`${part}: "${name}" is no name of a setting: MOST_GUESTS`);
      const owner = owners.get(name);
      if (owner) throw new Error(`${part}: the setting ${name} belongs to ${owner} already`);
      owners.set(name, part);
    }
}
