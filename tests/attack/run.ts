/**
 * `npm run attack`: hostile requests against a started house while an innocent client measures how long it waits. Each
 * must be answered with its code and in few words, and nobody else may wait for 250 ms longer than at rest.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attack, Outcome, Target } from './attack.ts';
import { cost } from './attacks/cost.ts';
import { crowds } from './attacks/crowds.ts';
import { documents } from './attacks/documents.ts';
import { http } from './attacks/http.ts';
import { scalars } from './attacks/scalars.ts';
import { variables } from './attacks/variables.ts';
import { startHouse } from './house.ts';

/** Beyond what others wait while nobody attacks. */
const LONGEST_WAIT_MS = 250;
/** A machine where that is longer says nothing about anybody's waiting. */
const LONGEST_REST_MS = 250;
/** Where others wait so long while nobody attacks, they wait for something else. */
const BUSY_MS = 120;
/** A machine has other things to do as well: what made others wait is tried again before it is believed. */
const TRIES = 3;

const named = process.argv[2];
const attacks = [...variables, ...scalars, ...documents, ...cost, ...http, ...crowds].filter(
  ({ name }) => !named || name.includes(named),
);

interface Verdict {
  /** How long others waited, each time it was tried. */
  readonly waits: readonly number[];
  readonly complaint: string | null;
  /** What is to be said besides. */
  readonly remark?: string;
}

async function innocentClient({ url, tokens }: Target) {
  const child = fork(new URL('./innocent.ts', import.meta.url), [url, tokens.player ?? '']);
  const report = async (): Promise<{ longest: number; failed: number }> => {
    child.send('report');
    const [message] = await once(child, 'message');
    return message;
  };
  return { report, stop: () => child.kill() };
}

/** What is wrong with an answer. */
function complaintAbout({ codes, bytes, mayBeLate }: Attack, outcome: Outcome): string | null {
  const unexpected = outcome.codes.filter(
    (code) => !codes.includes(code) && !(mayBeLate && code === 'SERVICE_UNAVAILABLE'),
  );
  if (unexpected.length > 0) return `answered ${unexpected}, not ${codes.join(' or ') || 'data'}`;
  if (codes.length > 0 && outcome.codes.length === 0) return `was served (${outcome.status}), not refused by ${codes}`;
  if (outcome.bytes > bytes) return `answered ${outcome.bytes} bytes, more than ${bytes}`;
  return null;
}

const house = await startHouse();
const innocent = await innocentClient(house.target);

async function tried(attack: Attack, resting: number, before: readonly number[] = []): Promise<Verdict> {
  await innocent.report();
  const outcome = await attack.run(house.target).catch((error: Error) => error);
  await delay(30); // what the answer left behind still counts
  const { longest, failed } = await innocent.report();
  const wait = Math.round(longest);
  const waits = [...before, wait];
  if (outcome instanceof Error) return { waits, complaint: `was not answered: ${outcome.cause ?? outcome.message}` };
  const complaint = complaintAbout(attack, outcome);
  if (complaint) return { waits, complaint };
  if (failed > 0) return { waits, complaint: `${failed} questions of the innocent client failed` };
  if (wait <= LONGEST_WAIT_MS + resting) return { waits, complaint: null };
  if (waits.length < TRIES) return tried(attack, resting, waits);
  const now = await restingWait();
  if (now > BUSY_MS) return { waits, complaint: null, remark: `not judged: others wait ${now} ms without it` };
  return { waits, complaint: `others waited ${wait} ms` };
}

/** How long others wait on this machine while nobody attacks. */
async function restingWait(): Promise<number> {
  await innocent.report();
  await delay(3_000);
  return Math.round((await innocent.report()).longest);
}

let failures = 0;
const say = (line: string) => process.stdout.write(`${line}\n`);
// Until the house is warm, waiting says nothing about attacks.
for (let i = 0; i < 100; i++) await house.target.post({ query: '{ me { id } }' }, 'player');
const rested = await restingWait();
const resting = Math.min(rested, LONGEST_REST_MS);
say(
  `  ${String(rested).padStart(5)} ms  nobody attacks; others may wait for ${LONGEST_WAIT_MS} ms more than ${resting} ms`,
);
if (rested > resting) say('           this machine is too busy to tell much');
for (const attack of attacks) {
  const { waits, complaint, remark } = await tried(attack, resting);
  if (complaint) failures += 1;
  const repeated = waits.length > 1 ? ` (repeated: ${waits.join(', ')} ms)` : '';
  const wait = String(waits.at(-1)).padStart(5);
  say(
    `${complaint ? '✗' : '✓'} ${wait} ms  ${attack.name}${repeated}${complaint || remark ? `: ${complaint ?? remark}` : ''}`,
  );
}
innocent.stop();
await house.stop();
say(`${attacks.length - failures} passed, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);
