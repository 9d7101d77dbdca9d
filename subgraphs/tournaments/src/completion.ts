import { nextSwissRound } from '@fieldhouse/brackets';
import type { Stage } from './__generated__/prisma/client.ts';
import { announceStatus } from './announcing.ts';
import type { Doing, HeldStage } from './held.ts';
import { stageIn } from './held.ts';
import { finalRows, settingsIn, tablesOf } from './tables.ts';
import { writeNumbers } from './writing.ts';

/** Of Swiss, once a round is over, whether another can follow. */
const hasAnotherRound = ({ stage, entrants, matches, withdrawn }: HeldStage): boolean =>
  stage.format === 'SWISS' &&
  Array.isArray(
    nextSwissRound(
      entrants.map(({ participantId, seed }) => ({
        participant: participantId,
        seed,
        withdrawn: withdrawn.has(participantId),
      })),
      matches,
      settingsIn(stage),
    ),
  );

/** Every match is decided: the stage is over, unless there is another round of it; what goes on from it can start. */
export async function endedBy(doing: Doing, held: HeldStage): Promise<HeldStage> {
  if (hasAnotherRound(held)) return announced(doing, held, held.stage);
  return endStage(doing, held);
}

/** Ends a stage; with the last of them, the tournament. */
export async function endStage(doing: Doing, held: HeldStage): Promise<HeldStage> {
  const { tx } = doing;
  const { tournament } = held;
  const stage = await tx.stage.update({ where: { id: held.stage.id }, data: { status: 'COMPLETED' } });
  const next = { tournamentId: tournament.id, status: 'PENDING' as const, comesFrom: { fromStageId: stage.id } };
  await tx.stage.updateMany({ where: next, data: { status: 'READY' } });
  const ended = await announced(doing, held, stage);
  const open = await tx.stage.count({ where: { tournamentId: tournament.id, status: { not: 'COMPLETED' } } });
  return open > 0 ? ended : { ...ended, tournament: await complete(doing, ended) };
}

/** The tournament is over: everybody has a place. */
async function complete(doing: Doing, { tournament }: HeldStage) {
  const { tx } = doing;
  const places = await placesOf(doing, tournament);
  await writeNumbers(tx, tournament.id, 'placement', places);
  if (tournament.status === 'COMPLETED') return tournament;
  const after = await tx.tournament.update({ where: { id: tournament.id }, data: { status: 'COMPLETED' } });
  await announceStatus(doing, after, tournament.status);
  return after;
}

async function placesOf({ tx }: Doing, tournament: HeldStage['tournament']): Promise<Map<string, number>> {
  const stages = await tx.stage.findMany({ where: { tournamentId: tournament.id }, orderBy: { number: 'asc' } });
  const tables = [];
  for (const { id } of stages) tables.push(tablesOf(await stageIn(tx, tournament, id)));
  return new Map(finalRows(tables).map(({ participant, rank }) => [participant, rank]));
}

/** A match is open: so is its stage, and its tournament; a stage that waits for it waits. */
export async function reopenedBy(doing: Doing, held: HeldStage): Promise<HeldStage> {
  const { tx } = doing;
  if (held.stage.status !== 'COMPLETED') return announced(doing, held, held.stage);
  const stage = await tx.stage.update({ where: { id: held.stage.id }, data: { status: 'IN_PROGRESS' } });
  await tx.stage.updateMany({
    where: { comesFrom: { fromStageId: stage.id }, status: 'READY' },
    data: { status: 'PENDING' },
  });
  await announced(doing, held, stage);
  if (held.tournament.status !== 'COMPLETED') return { ...held, stage };
  await writeNumbers(tx, held.tournament.id, 'placement', new Map());
  const tournament = await tx.tournament.update({
    where: { id: held.tournament.id },
    data: { status: 'IN_PROGRESS' },
  });
  await announceStatus(doing, tournament, 'COMPLETED');
  return { ...held, stage, tournament };
}

async function announced({ emit }: Doing, held: HeldStage, stage: Stage): Promise<HeldStage> {
  const { id: tournamentId, version } = held.tournament;
  await emit('BracketChanged', { tournamentId, version, stageId: stage.id, stageStatus: stage.status });
  return { ...held, stage };
}
