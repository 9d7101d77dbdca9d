import type { Emit, Later } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { Tx } from '../__generated__/database.ts';
import type { HeldStage } from '../held.ts';
import { type Doing, holdMatch, holdStage } from '../held.ts';
import type { HeldMatch } from '../play.ts';

/** One transaction of a mutation. */
export const doIt = <T>({ transact, now }: TournamentsContext, work: (doing: Doing) => Promise<T>): Promise<T> =>
  transact((tx: Tx, emit: Emit, later: Later) => work({ tx, emit, later, now: now() }));

/** One transaction about a match, whose tournament is held by it. */
export const onMatch = <T>(
  context: TournamentsContext,
  { matchId }: { readonly matchId: string },
  work: (doing: Doing, held: HeldMatch) => Promise<T>,
): Promise<T> => doIt(context, async (doing) => work(doing, await holdMatch(doing.tx, matchId)));

/** One transaction about a stage, whose tournament is held by it. */
export const onStage = <T>(
  context: TournamentsContext,
  { stageId }: { readonly stageId: string },
  work: (doing: Doing, held: HeldStage) => Promise<T>,
): Promise<T> => doIt(context, async (doing) => work(doing, await holdStage(doing.tx, stageId)));
