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
const BUSY_MS = 150;
/** What made others wait is tried so often again, after all others, before it is believed. */
const TRIES = 3;
/** How often it is looked whether the machine has come to rest. */
const LOOKS = 20;

const named = process.argv[2];
const attacks = [...variables, ...scalars, ...documents, ...cost, ...http, ...crowds].filter(
  ({ name }) => !named || name.includes(named),
);

interface Verdict {
  /** How long others waited. */
  readonly wait: number;
  readonly complaint: string | null;
  /** Whether it is the waiting that is complained of. */
  readonly isOfTime?: boolean;
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

async function tried(attack: Attack, resting: number): Promise<Verdict> {
  await innocent.report();
  const outcome = await attack.run(house.target).catch((error: Error) => error);
  await delay(30); // what the answer left behind still counts
  const { longest, failed } = await innocent.report();
  const wait = Math.round(longest);
  if (outcome instanceof Error) return { wait, complaint: `was not answered: ${outcome.cause ?? outcome.message}` };
  const complaint = complaintAbout(attack, outcome);
  if (complaint) return { wait, complaint };
  if (failed > 0) return { wait, complaint: `${failed} questions of the innocent client failed` };
  if (wait <= LONGEST_WAIT_MS + resting) return { wait, complaint: null };
  return { wait, complaint: `others waited ${wait} ms`, isOfTime: true };
}

/** How long others wait on this machine while nobody attacks. */
async function restingWait(): Promise<number> {
  await innocent.report();
  await delay(3_000);
  return Math.round((await innocent.report()).longest);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const sayVerdict = ({ name }: Attack, { wait, complaint }: Verdict, mark = complaint ? '✗' : '✓') =>
  say(`${mark} ${String(wait).padStart(5)} ms  ${name}${complaint ? `: ${complaint}` : ''}`);

/** Waits until others wait for no attack's sake; says how long they do, or null where the machine never comes to rest. */
async function calm(): Promise<number | null> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const resting = await restingWait();
    if (resting <= BUSY_MS) return resting;
  }
  return null;
}

// Until the house is warm, waiting says nothing about attacks.
for (let i = 0; i < 100; i++) await house.target.post({ query: '{ me { id } }' }, 'player');
const rested = await restingWait();
const resting = Math.min(rested, LONGEST_REST_MS);
say(
  `  ${String(rested).padStart(5)} ms  nobody attacks; others may wait for ${LONGEST_WAIT_MS} ms more than ${resting} ms`,
);
if (rested > resting) say('           this machine is too busy to tell much');

let failures = 0;
const doubted: Attack[] = [];
for (const attack of attacks) {
  const verdict = await tried(attack, resting);
  if (verdict.isOfTime) doubted.push(attack);
  else if (verdict.complaint) failures += 1;
  sayVerdict(attack, verdict, verdict.isOfTime ? '?' : undefined);
}
if (doubted.length > 0) say('           tried again, for a machine has other things to do as well:');
for (const attack of doubted) {
  let verdict: Verdict | null = null;
  for (let tries = 0; tries < TRIES && (!verdict || verdict.isOfTime); tries++) {
    const now = await calm();
    verdict = now === null ? null : await tried(attack, now);
    if (now === null) break;
  }
  if (verdict?.complaint) failures += 1;
  if (verdict) sayVerdict(attack, verdict);
  else say(`?           ${attack.name}: not judged, others wait without it`);
}
innocent.stop();
await house.stop();
say(`${attacks.length - failures} passed, ${failures} failed`);
process.exit(failures > 0 ? 1 : 0);
