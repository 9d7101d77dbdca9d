'use strict';
const { default: Sequencer } = require('@jest/test-sequencer');

/** Workspaces whose suites take longest; one that began last would be waited for by itself. */
const FIRST = ['tests/start/', 'scripts/', 'tests/journeys/'];

/** The order of suites: the long ones first, the others as Jest has them. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => FIRST.findIndex((it) => path.startsWith(`${__dirname}/${it}`)) + 1 || FIRST.length + 1;
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
};
