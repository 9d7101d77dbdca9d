import { z } from 'zod';

/** Who can have a limit: nobody in particular, whoever is signed in, and the roles that tokens name. */
const ASKERS = ['anonymous', 'user', 'member', 'trainer', 'staff', 'admin'] as const;

/** Measured: docs/cost.md. */
export const USUAL_COST_LIMITS = 'anonymous=1000,user=1000,member=3000,trainer=3000,staff=3000,admin=4000';

const ENTRY = new RegExp(`^(${ASKERS.join('|')})=(off|[1-9]\\d{0,14})$`);

/** `anonymous=1000,admin=off`: a number from 1 on, or `off` for no limit. */
export const costLimits = z
  .string()
  .refine((text) => entriesOf(text).every((it) => ENTRY.test(it)), {
    error: `must be a list such as anonymous=1000,admin=off of ${ASKERS.join(', ')}, each with a number from 1 on or off`,
  })
  .transform(
    (text): Readonly<Record<string, number | null>> => ({
      ...usualCostLimits,
      ...limitsIn(text),
    }),
  );

const entriesOf = (text: string): string[] => text.split(',').map((it) => it.trim());

const limitsIn = (text: string): Record<string, number | null> =>
  Object.fromEntries(
    entriesOf(text).map((entry) => {
      const [asker = '', limit] = entry.split('=');
      return [asker, limit === 'off' ? null : Number(limit)];
    }),
  );

/** The limits where nothing is configured. */
export const usualCostLimits = Object.freeze(limitsIn(USUAL_COST_LIMITS));
