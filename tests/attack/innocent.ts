/**
 * The innocent client, a process of its own so that it measures the house and not its attacker: asks the same small
 * question every few milliseconds, and says on request how long the longest answer took since it was last asked.
 */
import { setTimeout as delay } from 'node:timers/promises';

const [url = '', token = ''] = process.argv.slice(2);
const EVERY_MS = 10;
const QUESTION = { query: 'query Innocent { me { displayName memberships { team { name } } } }' };

/** When each question that has no answer yet was asked. */
const waiting = new Set<number>();
let longest = 0;
let failed = 0;

async function ask(): Promise<void> {
  const began = performance.now();
  waiting.add(began);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(QUESTION),
    });
    if (!(await response.text()).includes('"team"')) failed += 1;
  } catch {
    failed += 1;
  }
  waiting.delete(began);
  longest = Math.max(longest, performance.now() - began);
}

process.on('message', () => {
  const now = performance.now();
  const pending = Math.max(0, ...[...waiting].map((began) => now - began));
  process.send?.({ longest: Math.max(longest, pending), failed });
  longest = 0;
  failed = 0;
});

for (;;) {
  // One at a time as a person would, but never silent while an answer is late.
  if (waiting.size < 4) void ask();
  await delay(EVERY_MS);
}
