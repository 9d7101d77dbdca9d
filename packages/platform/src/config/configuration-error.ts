/** The environment says something that cannot be used: trying again changes nothing. */
export class ConfigurationError extends Error {}
