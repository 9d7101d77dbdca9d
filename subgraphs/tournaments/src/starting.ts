import {
  type Match,
  nextSwissRound,
  type PlannedMatch,
  planStage,
  type SeedingMethod,
  type SlotSource,
  seat,
  seedOrder,
  stageProblem,
} from '@fieldhouse/brackets';
import { UserError } from '@fieldhouse/kit';
import { announce } from './advancing.ts';
import { announceStatus } from './announcing.ts';
import type { Doing, HeldStage } from './held.ts';
import { stageIn } from './held.ts';
import { ensureFollows, ensureNotOver } from './life.ts';
import { PLAY } from './places.ts';
import { rowsOf } from './rows.ts';
import { stageRefusal } from './stage.ts';
import { gone, settingsIn, sourcesOfSeeds, standingAt, type Table, tablesOf } from './tables.ts';
import { insertMatches, writeNumbers } from './writing.ts';

/** Who is to play in a stage, by seed; a place of the table before may be empty. */
export interface Field {
  readonly seeds: readonly (string | null)[];
  /** Where the seeds come from, if that is the table of another stage. */
  readonly sources: readonly SlotSource[];
}

/** Refuses to seed or start a stage that waits for another, or has begun. */
function ensureReady({ stage }: HeldStage): void {
  if (stage.status === 'PENDING') throw new UserError('STAGE_NOT_READY', 'The stage before is not over');
  if (stage.status !== 'READY') throw new UserError('STAGE_NOT_READY', 'The stage has begun: reset it first');
}

/** Who would play if the stage started now: as it was seeded, else as they come. */
export async function fieldOf(doing: Doing, held: HeldStage): Promise<Field> {
  const before = await tablesBefore(doing, held);
  return before ? fieldFrom(held, before) : firstField(doing, held);
}

/** Those who signed up; who was seeded and still plays comes first. */
async function firstField({ tx }: Doing, { tournament, entrants }: HeldStage): Promise<Field> {
  const playing = await tx.participant.findMany({
    where: { tournamentId: tournament.id, status: { in: [...PLAY] } },
    orderBy: [{ registeredAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  const ids = new Set(playing.map(({ id }) => id));
  const seeded = entrants.map(({ participantId }) => participantId).filter((id) => ids.has(id));
  return { seeds: [...new Set([...seeded, ...ids])], sources: [] };
}

/** Those who qualified, unless somebody put them in another order. */
function fieldFrom({ entrants }: HeldStage, { tables, sources }: Before): Field {
  if (entrants.length > 0) return { seeds: entrants.map(({ participantId }) => participantId), sources: [] };
  return { seeds: sources.map((source) => standingAt(source, tables)), sources };
}

/** The tables that a stage goes by, and which of their ranks its seeds are. */
interface Before {
  readonly tables: readonly Table[];
  readonly sources: readonly SlotSource[];
}

async function tablesBefore({ tx }: Doing, { tournament, stage }: HeldStage): Promise<Before | null> {
  const advancement = await tx.advancement.findUnique({ where: { toStageId: stage.id } });
  if (!advancement) return null;
  const tables = tablesOf(await stageIn(tx, tournament, advancement.fromStageId));
  return { tables, sources: sourcesOfSeeds(advancement, tables) };
}

/** What a person says about the order of a field. */
export interface Seeding {
  readonly method: SeedingMethod;
  readonly order: readonly string[] | null;
  readonly randomSeed: number | string;
}

/** Puts those who would play in order; PREVIOUS_STAGE leaves it to the table, as it is when the stage starts. */
export async function seed(doing: Doing, held: HeldStage, { method, order, randomSeed }: Seeding): Promise<void> {
  const { stage, tournament } = held;
  ensureReady(held);
  ensureNotOver(tournament.status);
  const byTable = method === 'PREVIOUS_STAGE';
  if (byTable && stage.number === 1) throw new UserError('VALIDATION', 'No stage comes before the first', 'method');
  const field = await fieldOf(doing, byTable ? { ...held, entrants: [] } : held);
  const ids = field.seeds.flatMap((id) => id ?? []);
  if (ids.length < 2) throw new UserError('NOT_ENOUGH_PARTICIPANTS', 'A stage needs two participants');
  const candidates = (method === 'MANUAL' ? checkedOrder(order, ids) : ids).map((id) => ({ id }));
  await writeEntrants(doing, held, byTable ? [] : seedOrder(candidates, method, randomSeed));
  await doing.emit('StageSeeded', { tournamentId: tournament.id, version: tournament.version, stageId: stage.id });
}

function checkedOrder(order: readonly string[] | null, ids: readonly string[]): readonly string[] {
  const wanted = new Set(ids);
  const isWhole =
    order?.length === ids.length && new Set(order).size === ids.length && order.every((id) => wanted.has(id));
  if (!order || !isWhole)
    throw new UserError('VALIDATION', `The order names each of the ${ids.length} who play, once`, 'order');
  return order;
}

/** The field of a stage, by seed; of the first one, participants show it too. */
async function writeEntrants({ tx }: Doing, { tournament, stage }: HeldStage, seeds: readonly (string | null)[]) {
  const data = seeds.flatMap((participantId, at) =>
    participantId === null ? [] : [{ stageId: stage.id, participantId, seed: at + 1 }],
  );
  await tx.entrant.deleteMany({ where: { stageId: stage.id } });
  await tx.entrant.createMany({ data });
  if (stage.number === 1)
    await writeNumbers(tx, tournament.id, 'seed', new Map(data.map((it) => [it.participantId, it.seed])));
}

/** Draws the matches of a stage up, seats everybody, and opens what can be played. */
export async function start(doing: Doing, held: HeldStage): Promise<HeldStage> {
  const { tx } = doing;
  ensureReady(held);
  if (held.tournament.status !== 'IN_PROGRESS') ensureFollows(held.tournament.status, 'IN_PROGRESS');
  const { seeds, sources } = await fieldOf(doing, held);
  const settings = settingsIn(held.stage);
  const problem = stageProblem(held.stage.format, seeds.length, settings);
  if (problem) throw stageRefusal(problem);
  await writeEntrants(doing, held, seeds);
  const stage = await tx.stage.update({ where: { id: held.stage.id }, data: { status: 'IN_PROGRESS' } });
  const tournament = await underWay(doing, held);
  const plan = planStage(stage.format, seeds.length, settings, sources);
  const seatOf = (source: SlotSource): string | null =>
    source.kind === 'SEED'
      ? (seeds[source.seed - 1] ?? null)
      : (seeds[sources.findIndex((it) => isSame(it, source))] ?? null);
  const drawn = await stageIn(tx, tournament, stage.id);
  return draw(doing, drawn, seat(plan, seatOf, gone(drawn.entrants)));
}

const isSame = (one: SlotSource, other: SlotSource): boolean =>
  one.kind === 'GROUP' && other.kind === 'GROUP' && one.rank === other.rank && one.groupName === other.groupName;

async function underWay(doing: Doing, { tournament }: HeldStage) {
  if (tournament.status === 'IN_PROGRESS') return tournament;
  const after = await doing.tx.tournament.update({ where: { id: tournament.id }, data: { status: 'IN_PROGRESS' } });
  await announceStatus(doing, after, tournament.status);
  return after;
}

/** Writes new matches of a stage and says which can be played. */
async function draw(doing: Doing, held: HeldStage, matches: readonly Match[]): Promise<HeldStage> {
  const rows = rowsOf(matches, held.stage, doing.now);
  await insertMatches(doing.tx, rows);
  const after = { ...held, rows: [...held.rows, ...rows], matches: [...held.matches, ...matches] };
  await announce(doing, held, rows);
  const { id: tournamentId, version } = held.tournament;
  const { id: stageId, status: stageStatus } = held.stage;
  await doing.emit('BracketChanged', { tournamentId, version, stageId, stageStatus });
  return after;
}

/** Pairs the next round of a Swiss stage. */
export async function nextRound(doing: Doing, held: HeldStage): Promise<HeldStage> {
  const { stage, entrants, matches, withdrawn } = held;
  if (stage.format !== 'SWISS' || stage.status !== 'IN_PROGRESS')
    throw new UserError('STAGE_NOT_READY', 'Only a Swiss stage that is played has a next round');
  const players = entrants.map(({ participantId: participant, seed }) => ({
    ...{ participant, seed, withdrawn: withdrawn.has(participant) },
  }));
  const planned = nextSwissRound(players, matches, settingsIn(stage));
  if ('code' in planned)
    throw new UserError(planned.code === 'NOT_ENOUGH_PARTICIPANTS' ? planned.code : 'STAGE_NOT_READY', planned.message);
  return draw(doing, held, seatedBySeed(planned, players));
}

function seatedBySeed(plan: readonly PlannedMatch[], players: readonly { participant: string; seed: number }[]) {
  const bySeed = new Map(players.map(({ participant, seed }) => [seed, participant]));
  return seat(plan, (source) => (source.kind === 'SEED' ? (bySeed.get(source.seed) ?? null) : null));
}
