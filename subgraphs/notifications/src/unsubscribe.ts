import { FORMER_MEMBER, sqlOf } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import { CATALOGUE, CATEGORIES } from './catalogue.ts';
import type { Unsubscription } from './unsubscribe-token.ts';

/** Switches off what a link says, again and again if need be; not what is required by now, nor for who is gone. */
export async function switchOff(tx: Tx, { userId, categories, channel }: Unsubscription): Promise<void> {
  const known = CATEGORIES.filter((it) => categories.includes(it) && !CATALOGUE[it].required);
  await sqlOf(tx)(SWITCH_OFF, [userId, known, channel, FORMER_MEMBER.initials]);
}

const SWITCH_OFF = `
  INSERT INTO "Preference" ("userId", "category", "channel", "mode")
  SELECT $1, category::"NotificationCategory", $3::text::"Channel", 'OFF'
  FROM unnest($2::text[]) AS category
  WHERE NOT EXISTS (SELECT FROM "Person" WHERE "id" = $1 AND "initials" = $4)
  ORDER BY category
  ON CONFLICT ("userId", "category", "channel") DO UPDATE SET "mode" = 'OFF'`;
