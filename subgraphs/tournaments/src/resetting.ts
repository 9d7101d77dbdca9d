import { UserError } from '@fieldhouse/kit';
import { callOff } from './appointments.ts';
import { DownstreamPlayed } from './correction.ts';
import type { Doing, HeldStage } from './held.ts';

/** Throws the matches of a stage away: it can be seeded and started anew. */
export async function reset(doing: Doing, { stage, tournament, rows }: HeldStage): Promise<void> {
  const { tx, emit, later } = doing;
  if (rows.length === 0) throw new UserError('STAGE_NOT_READY', 'The stage has not begun');
  if (tournament.status !== 'IN_PROGRESS')
    throw new UserError('STAGE_NOT_READY', `The tournament is ${tournament.status}`);
  const fed = { stage: { comesFrom: { fromStageId: stage.id } } };
  const built = await tx.match.findMany({ where: fed, select: { id: true } });
  if (built.length > 0) throw new DownstreamPlayed(built.map(({ id }) => id));
  for (const { id, confirmBy } of rows) if (confirmBy) await later.cancel('confirm', id);
  await callOff(doing, { tournament }, rows);
  await tx.match.deleteMany({ where: { stageId: stage.id } });
  await tx.stage.update({ where: { id: stage.id }, data: { status: 'READY' } });
  await tx.stage.updateMany({ where: { comesFrom: { fromStageId: stage.id } }, data: { status: 'PENDING' } });
  const { id: tournamentId, version } = tournament;
  await emit('BracketChanged', { tournamentId, version, stageId: stage.id, stageStatus: 'READY' });
}
