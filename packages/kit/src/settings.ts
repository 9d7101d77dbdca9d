import type { OwnSetting, OwnSettings, ValuesOf } from '@fieldhouse/platform';

export { count, duration, oneOf, onOff, url } from '@fieldhouse/platform';

/** A subgraph's own settings. */
export interface Settings<S extends OwnSettings = OwnSettings> {
  readonly declared: S;
  /** What they say. */
  readonly in: (resources: { readonly settings: object }) => ValuesOf<S>;
}

/** Declares settings that are a subgraph's own; the start reads them from the environment, and `settings.in(context)` has them. */
export const defineSettings = <const S extends OwnSettings>(declared: S): Settings<S> => ({
  declared,
  in: ({ settings }) => settings as ValuesOf<S>,
});

/** One setting: its name in the environment, what it may be and its default, and what it is for. */
export const setting = <T extends OwnSetting['type']>(name: string, type: T, description: string): OwnSetting<T> => ({
  ...{ name, type, description },
});
