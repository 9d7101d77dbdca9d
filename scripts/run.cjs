/**
 * Runs a TypeScript program of this repository, or one that npm installed, on a Node.js that is new enough:
 *   node scripts/run.cjs launcher/src/start.ts
 *   node scripts/run.cjs turbo run test
 * In the JavaScript of old times, so that a Node.js that is too old can read it and be told so.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const url = require('node:url');
const refusal = require('./node-version.cjs').refusal(process.versions.node);

if (refusal) {
  console.error(refusal);
  process.exit(1);
}

const program = process.argv[2];
if (program === 'turbo') process.exit(turbo(process.argv.slice(3)));
process.argv.splice(1, 2, path.resolve(program)); // as if node had been given the program
import('tsx').then(() => import(url.pathToFileURL(process.argv[1]).href));

/** Turbo without what it tells its makers: a repository can say so by environment only. */
function turbo(args) {
  const env = Object.assign({}, process.env, {
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  });
  return spawnSync(process.execPath, [require.resolve('turbo/bin/turbo')].concat(args), { stdio: 'inherit', env })
    .status;
}
