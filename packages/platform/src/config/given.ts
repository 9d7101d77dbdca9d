import { ConfigurationError } from './configuration-error.ts';

/** What the environment says, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is set: Compose passes what is not as an empty text. */
export const given = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));

/** The error that says what cannot be used. */
export const problems = (messages: readonly string[]): ConfigurationError =>
  new ConfigurationError(`The configuration cannot be used:\n${messages.map((message) => `  ${message}`).join('\n')}`);
