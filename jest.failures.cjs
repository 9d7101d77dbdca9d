'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

/** Keeps what failed, for the end of `npm test`: a file for each workspace, in the folder that TEST_FAILURES names. */
module.exports = class Failures {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
    this.folder = process.env.TEST_FAILURES;
  }

  onTestResult(test, { failureMessage }) {
    if (!this.folder || !failureMessage) return;
    const workspace = path.relative(__dirname, this.rootDir);
    mkdirSync(this.folder, { recursive: true });
    const suite = path.join(workspace, path.relative(this.rootDir, test.path));
    appendFileSync(path.join(this.folder, workspace.replaceAll(path.sep, '-')), `FAIL ${suite}\n${failureMessage}\n`);
  }
};
