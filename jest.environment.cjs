'use strict';
const { ModuleMocker } = require('jest-mock');

const { console, process } = globalThis;
const { exit } = process;

/** Jest's test environment for tests in this process as it is: what a test file leaves behind is put in order. */
module.exports = class PlainEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  // Nobody's time is faked.
  fakeTimers = null;
  fakeTimersModern = null;

  async setup() {
    Error.prepareStackTrace = undefined; // Node.js itself knows the lines of TypeScript
    Error.stackTraceLimit = 20; // Jest's 100 are paid for by every error that is made
    globalThis.jest = { spyOn: this.moduleMocker.spyOn.bind(this.moduleMocker) };
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    // Jest puts its own in their place for each file.
    globalThis.console = console;
    process.exit = exit;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }
};
