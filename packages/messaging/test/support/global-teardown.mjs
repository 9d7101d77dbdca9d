/** Jest's globalTeardown. */
export default () => globalThis.stopTestPostgres();
