/** Jest's globalTeardown: stops what globalSetup started, and nothing that a surrounding run provides. */
export default () => globalThis.stopTestPostgres?.();
