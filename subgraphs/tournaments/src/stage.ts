import {
  type StageFormat,
  type StageProblem,
  type StageSettings,
  settingsOf,
  stageProblem,
} from '@fieldhouse/brackets';
import { line, newId, UserError } from '@fieldhouse/kit';
import type { Prisma } from './__generated__/prisma/client.ts';
import type { StageInput } from './__generated__/resolvers.ts';

const MOST_STAGES = 8;

/** What of a stage another one goes by. */
interface Before {
  readonly id: string;
  readonly number: number;
  readonly settings: unknown;
  readonly format: StageFormat;
}

/** A new stage and how one gets into it. */
export interface NewStage {
  readonly stage: Prisma.StageCreateManyInput;
  readonly advancement: Prisma.AdvancementCreateManyInput | null;
}

/** The rows of a stage that comes behind these. */
export function newStage(input: StageInput, tournamentId: string, before: readonly Before[]): NewStage {
  if (before.length >= MOST_STAGES) throw new UserError('VALIDATION', `At most ${MOST_STAGES} stages`, 'stages');
  const [id, settings] = [newId('stg'), checkedSettings(input)];
  const stage = {
    ...{ id, tournamentId, number: before.length + 1, name: line(input.name, { max: 60, path: 'name' }) },
    ...{ format: input.format, status: before.length === 0 ? ('READY' as const) : ('PENDING' as const) },
    ...{ settings: settings as unknown as Prisma.InputJsonValue, coinSeed: id },
  };
  const from = stageBefore(input, before);
  return { stage, advancement: from && advancement(input, id, from) };
}

/** Several stages, one behind the other. */
export function newStages(inputs: readonly StageInput[], tournamentId: string, before: readonly Before[] = []) {
  const made: NewStage[] = [];
  for (const input of inputs)
    made.push(newStage(input, tournamentId, [...before, ...made.map(({ stage }) => stage as unknown as Before)]));
  return {
    stages: made.map(({ stage }) => stage),
    advancements: made.flatMap(({ advancement: it }) => it ?? []),
  };
}

function stageBefore({ advanceFromStage }: StageInput, before: readonly Before[]): Before | null {
  if (before.length === 0) {
    if (advanceFromStage != null)
      throw new UserError('VALIDATION', 'Nothing comes before the first stage', 'advanceFromStage');
    return null;
  }
  const from = before.find(({ number }) => number === (advanceFromStage ?? before.length));
  if (!from) throw new UserError('VALIDATION', 'No earlier stage has this number', 'advanceFromStage');
  return from;
}

function advancement({ advancePerGroup }: StageInput, toStageId: string, from: Before) {
  const toRank = advancePerGroup ?? 2;
  if (toRank < 1 || toRank > 1024) throw new UserError('VALIDATION', 'From 1 to 1,024 go on', 'advancePerGroup');
  const perGroup = from.format === 'ROUND_ROBIN' && (from.settings as StageSettings).groupCount > 1;
  return { toStageId, fromStageId: from.id, fromRank: 1, toRank, perGroup };
}

/** Settings with the defaults of their format; refuses what no number of participants could play. */
function checkedSettings({ format, settings: given }: StageInput): StageSettings {
  const settings = settingsOf(format, (given ?? {}) as Partial<StageSettings>);
  const problem = stageProblem(format, Math.max(2, 2 * settings.groupCount || 2), settings);
  if (problem) throw new UserError('VALIDATION', problem.message, 'settings', problem.path);
  return settings;
}

/** What keeps a stage from being played, in the words of the house. */
export const stageRefusal = ({ code, message }: StageProblem): UserError =>
  new UserError(code === 'NOT_ENOUGH_PARTICIPANTS' ? code : 'VALIDATION', message);
