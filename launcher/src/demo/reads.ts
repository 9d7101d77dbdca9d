import { severally } from './client.ts';
import { chance } from './names.ts';
import * as op from './operations.ts';
import { signsIn } from './people.ts';
import type { Plan } from './plan.ts';
import type { Seeding } from './seeding.ts';

const READS = 14;
const FAVOURITES = 4;

interface Listed {
  readonly nodes: readonly { readonly id: string }[];
}

/** What those with a login have read and like: only they themselves can. */
export async function readGames(
  { client, done }: Pick<Seeding, 'client' | 'done'>,
  { logins }: Plan,
  { password, lifeSeconds }: { readonly password: string; readonly lifeSeconds: number },
): Promise<void> {
  // A provider of one's own may be away: then nobody has read anything yet.
  const { nodes } = await client<Listed>('games', op.LIST_GAMES, {}).catch((): Listed => ({ nodes: [] }));
  await severally(logins, async ({ login }, number) => {
    const token = signsIn(client, `${login}@riverside.example`, password, lifeSeconds);
    const random = chance(77 + number);
    const liked = [...nodes].sort(() => random() - 0.5);
    for (const { id: gameId } of liked.slice(0, READS)) {
      await client('games', op.READ_GAME, { gameId }, await token());
      if (random() < 0.3) await client('games', op.READ_GAME, { gameId }, await token());
      done();
    }
    for (const { id: gameId } of liked.slice(0, FAVOURITES))
      await client('games', op.LIKE_GAME, { gameId, favourite: true }, await token());
  });
}

/** How many games that are, if there are so many. */
export const readsOf = ({ logins }: Plan): number => logins.length * READS;
