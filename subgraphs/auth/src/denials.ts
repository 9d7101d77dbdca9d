import type { Denials } from '@fieldhouse/kit';
import { watchOutage } from '@fieldhouse/platform';
import type { Resources, Tx } from './__generated__/database.ts';

/** A token that was signed just before its denial is valid for so much longer by the clock of who reads it. */
const SKEW_SECONDS = 60;
const LOOK_MS = 1_000;
const COMPARE_MS = 5_000;

/** What says how long a denial is needed. */
export type Denying = Pick<Resources, 'config' | 'now'>;

/** When the tokens that exist now have all expired. */
const untilExpired = ({ config, now }: Denying): Date =>
  new Date(now().getTime() + (config.accessTokenSeconds + SKEW_SECONDS) * 1000);

/** Notes whose tokens are to be refused, with the change that ends them; `refusals.ts` has the shared list know at once. */
export const noteDenials = (tx: Tx, denials: Denials, resources: Denying): Promise<number> => tx.$executeRaw`
  INSERT INTO "Denial" AS known ("subject", "below", "until")
  SELECT "subject", "below", ${untilExpired(resources)}
  FROM unnest(${[...denials.keys()]}::text[], ${[...denials.values()]}::int[]) AS news ("subject", "below") ORDER BY "subject"
  ON CONFLICT ("subject") DO UPDATE
    SET "below" = greatest(known."below", excluded."below"), "until" = greatest(known."until", excluded."until")`;

/** Fills the shared list from the database when it lost what it held, and makes up for single losses. */
export function keepDenyList({ db, denyList, config, now, log }: Resources) {
  const strangers = new Map<string, number>();
  let comparedAt = Number.NEGATIVE_INFINITY;
  const outage = watchOutage(log, 'the list of denied tokens');

  async function originals(): Promise<Denials> {
    await db.denial.deleteMany({ where: { until: { lt: now() } } });
    const rows = await db.denial.findMany({ select: { subject: true, below: true } });
    return new Map(rows.map(({ subject, below }) => [subject, below]));
  }

  async function compare(): Promise<void> {
    // Whoever is a stranger from now on is one since the look began: the clock may move on during it.
    const at = now().getTime();
    const known = await originals();
    await denyList.mend(originals);
    await forgetStrangers(known, at);
    comparedAt = Date.now();
  }

  /** What the database does not know (any longer, or not yet) stays for as long as a token may live. */
  async function forgetStrangers(known: Denials, at: number): Promise<void> {
    const held = [...(await denyList.denied()).keys()].filter((subject) => !known.has(subject));
    for (const subject of strangers.keys()) if (!held.includes(subject)) strangers.delete(subject);
    for (const subject of held) strangers.set(subject, strangers.get(subject) ?? at);
    const patience = (config.accessTokenSeconds + SKEW_SECONDS) * 1000;
    const old = [...strangers].flatMap(([subject, since]) => (at - since > patience ? [subject] : []));
    await denyList.forget(old);
  }

  return {
    everyMs: LOOK_MS,
    work: async () => {
      try {
        if (Date.now() - comparedAt >= COMPARE_MS || !(await denyList.isFilled())) await compare();
        outage.worked('upkeep');
      } catch (error) {
        comparedAt = Number.NEGATIVE_INFINITY;
        outage.failed('upkeep', error);
      }
    },
  };
}
