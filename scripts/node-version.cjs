'use strict';

/** What `engines` of package.json says: ^20.19 || ^22.12 || >=24. */
const ENGINES = require('../package.json').engines.node;

/** Why this version of Node.js does not do, in a sentence; null when it does. */
exports.refusal = (version) => {
  const [major, minor] = version.split('.').map(Number);
  const fits = ENGINES.split('||').some((range) => {
    const [, sign, least, leastMinor = 0] = /(\^|>=)(\d+)(?:\.(\d+))?/.exec(range);
    return sign === '^' ? major === +least && minor >= +leastMinor : major >= +least;
  });
  return fits
    ? null
    : `Fieldhouse needs Node.js ${ENGINES.replace(/\^/g, '')
        .replace(/>=/g, '')
        .split('||')
        .map((it) => `${it.trim()}+`)
        .join(', ')}; this is ${version}. Get a newer one from https://nodejs.org, then run npm install again.`;
};
