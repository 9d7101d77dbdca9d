'use strict';
const { pathToFileURL } = require('node:url');

/** What Jest keeps of a test file in the global object, by the names of its symbols. */
const KEPT = ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'];

/**
 * Jest's way to modules, without its own module loader: Node.js loads them (and tsx, TypeScript), once for all test
 * files of a process. Why: docs/decisions/0024-tests-share-their-modules.md
 */
module.exports = class PlainRuntime {
  /** Jest's own part in the process of the tests; afresh for each file, as it collects a file's tests. */
  requireInternalModule(path) {
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (KEPT.includes(symbol.description)) delete globalThis[symbol];
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path));
  }

  getSourceMaps() {
    return new Map(); // Node.js maps for itself
  }

  // Jest tells and asks these things, and there is nothing to do.
  setGlobalsForRuntime() {}
  enterTestCode() {}
  leaveTestCode() {}
  getAllCoverageInfoCopy() {}
  teardown() {}
};
