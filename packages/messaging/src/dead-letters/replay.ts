import { blame, describeFailure } from '../consumer/failure.ts';
import type { Reacting } from '../consumer/reactor.ts';
import { MESSAGE_COLUMNS, type MessageRow, messageOf } from '../database/message-columns.ts';

const REQUESTED = `
  SELECT ${MESSAGE_COLUMNS} FROM messaging.dead_letter
  WHERE consumer = $1 AND replay_requested_at IS NOT NULL ORDER BY number LIMIT 100`;

// A second consumer waits here for the first, and then finds nothing to claim.
const CLAIM = `
  UPDATE messaging.dead_letter SET replayed_at = now(), replay_requested_at = NULL
  WHERE consumer = $1 AND id = $2::uuid AND replay_requested_at IS NOT NULL RETURNING id::text`;

const REFUSE = `
  UPDATE messaging.dead_letter SET replay_requested_at = NULL, attempts = attempts + 1, error = $3, failed_at = now()
  WHERE consumer = $1 AND id = $2`;

/** Takes in again the dead letters for which that was asked, in the order in which they failed. */
export async function replayRequested<Tx>(reacting: Reacting<Tx>, stopping: AbortSignal): Promise<void> {
  const { rows } = await reacting.pool.query<MessageRow>(REQUESTED, [reacting.group]);
  for (const row of rows) if (!stopping.aborted) await replay(reacting, row);
}

async function replay<Tx>({ group, pool, transact, react, log }: Reacting<Tx>, row: MessageRow): Promise<void> {
  const { id, type } = row;
  try {
    await transact(
      async (tx, sql) => {
        const claimed = await sql(CLAIM, [group, id]);
        if (claimed.length > 0) await react([messageOf(row)], tx, sql);
      },
      [messageOf(row)],
    );
    log.info({ group, id, type }, 'dead letter replayed');
  } catch (error) {
    if ((await blame(error, pool)) !== 'fault') throw error; // asked for still: the next round tries again
    await pool.query(REFUSE, [group, id, describeFailure(error)]);
    log.error({ error, group, id, type }, 'dead letter failed again');
  }
}
