/**
 * What 300 new operations at once do to one that is known: its waiting, measured from outside, with and without them in
 * the same run. The difference of the two p99 is to stay below 100 ms on a machine with a core for the planning.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, table } from '../report.ts';
import { type Answer, startHouse } from './house.ts';

const KNOWN = 'query Known { me { displayName memberships { role team { name } } } }';
const NEW = 300;
/** Clients that ask for the known operation, again and again. */
const CLIENTS = 4;
const QUIET_MS = 5_000;

/** README's question, a different one each time. */
const fresh = (index: number) => `query New${index} { me { displayName memberships { role team {
  n${index}: name members(first: ${1 + (index % 40)}) { nodes { role user { displayName email } } }
  upcomingEvents(first: 3) { nodes { title startsAt attendees(first: 5) { nodes { response user { displayName } } } } }
} } } }`;

export default async function planning(): Promise<void> {
  const house = await startHouse();
  try {
    const token = await house.signIn('coach@riverside.example');
    const ask = (query: string) => house.ask({ query }, token);
    for (let count = 0; count < 200; count += 1) await ask(KNOWN);
    await ask(fresh(NEW));
    const alone = await waitsDuring(ask, () => delay(QUIET_MS));
    const began = performance.now();
    let answers: Answer[] = [];
    const beside = await waitsDuring(ask, async () => {
      answers = await Promise.all(Array.from({ length: NEW }, (_, index) => ask(fresh(index))));
    });
    report({ alone, beside, answers, tookMs: performance.now() - began });
  } finally {
    await house.stop();
  }
}

/** How long each known operation waited while `work` was under way. */
async function waitsDuring(ask: (query: string) => Promise<Answer>, work: () => Promise<unknown>): Promise<number[]> {
  const waits: number[] = [];
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const began = performance.now();
      const { errors } = await ask(KNOWN);
      if (errors) throw new Error(`The known operation failed: ${JSON.stringify(errors)}`);
      waits.push(performance.now() - began);
      await delay(5);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await work();
  isOver = true;
  await Promise.all(clients);
  return waits;
}

interface Measured {
  readonly alone: readonly number[];
  readonly beside: readonly number[];
  readonly answers: readonly Answer[];
  readonly tookMs: number;
}

function report({ alone, beside, answers, tookMs }: Measured): void {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const [quiet, busy] = [percentile(alone, 0.99), percentile(beside, 0.99)];
  const refused = answers.filter(({ errors }) => errors);
  table(`a known operation beside ${NEW} new ones`, [
    ['alone, p50', ms(percentile(alone, 0.5))],
    ['alone, p99', ms(quiet)],
    ['beside, p50', ms(percentile(beside, 0.5))],
    ['beside, p99', ms(busy)],
    ['beside, longest', ms(Math.max(...beside))],
    ['known operations answered beside', String(beside.length)],
    ['difference of p99', ms(busy - quiet)],
    ['new operations answered after', ms(tookMs)],
    ['new operations refused', `${refused.length} ${refused[0]?.errors?.[0]?.extensions?.code ?? ''}`],
  ]);
}
