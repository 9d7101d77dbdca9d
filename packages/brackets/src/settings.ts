import type { PointsRule } from './tally.ts';
import type { TieBreaker } from './tie-breakers/index.ts';

export const STAGE_FORMATS = [
  'SINGLE_ELIMINATION',
  'DOUBLE_ELIMINATION',
  'ROUND_ROBIN',
  'SWISS',
  'CONSOLATION',
] as const;

export type StageFormat = (typeof STAGE_FORMATS)[number];

/**
 * How a double elimination ends. DOUBLE: whoever comes from the losers' bracket has to win twice. NONE: the two
 * brackets are won by one each.
 */
export type GrandFinal = 'SINGLE' | 'DOUBLE' | 'NONE';

/** How a stage is played. Each format reads what concerns it. */
export interface StageSettings extends PointsRule {
  /** ROUND_ROBIN: how many groups; participants are spread over them in a snake. */
  readonly groupCount: number;
  /** ROUND_ROBIN: how often each meets each. */
  readonly legs: number;
  readonly bestOf: number;
  /** `bestOf` of the final, or of the grand finals; as the others if null. */
  readonly finalBestOf: number | null;
  readonly thirdPlace: boolean;
  readonly grandFinal: GrandFinal;
  /** SWISS: as many as a knock-out would have, if null. */
  readonly swissRounds: number | null;
  /** What ranks a table, in this order. */
  readonly tieBreakers: readonly TieBreaker[];
  /** ROUND_ROBIN and SWISS. */
  readonly allowDraws: boolean;
}

const DEFAULTS: StageSettings = {
  groupCount: 1,
  legs: 1,
  bestOf: 1,
  finalBestOf: null,
  thirdPlace: false,
  grandFinal: 'SINGLE',
  swissRounds: null,
  pointsWin: 3,
  pointsDraw: 1,
  pointsLoss: 0,
  pointsBye: 3,
  tieBreakers: ['POINTS', 'HEAD_TO_HEAD', 'SCORE_DIFFERENCE', 'SCORE_FOR', 'WINS', 'COIN_TOSS'],
  allowDraws: false,
};

/** What a format starts from: leagues and Swiss know draws, and Swiss ranks by the strength of opponents. */
const DEFAULTS_OF: Partial<Record<StageFormat, Partial<StageSettings>>> = {
  ROUND_ROBIN: { allowDraws: true },
  SWISS: {
    allowDraws: true,
    pointsWin: 1,
    pointsDraw: 0.5,
    pointsBye: 1,
    tieBreakers: ['POINTS', 'MEDIAN_BUCHHOLZ', 'BUCHHOLZ', 'SONNEBORN_BERGER', 'HEAD_TO_HEAD', 'WINS', 'COIN_TOSS'],
  },
};

/**
 * Settings with the defaults of their format where nothing is said. A bye counts as a win unless said otherwise, and a
 * knock-out has no draws whatever is said.
 */
export function settingsOf(format: StageFormat, given: Partial<StageSettings> = {}): StageSettings {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  const settings: StageSettings = { ...DEFAULTS, ...DEFAULTS_OF[format], ...said };
  return {
    ...settings,
    pointsBye: given.pointsBye ?? settings.pointsWin,
    allowDraws: settings.allowDraws && !isKnockout(format),
  };
}

/** Whether losing puts somebody out: such matches need a winner. */
export const isKnockout = (format: StageFormat): boolean => format !== 'ROUND_ROBIN' && format !== 'SWISS';

/** How many rounds of Swiss are played: by default as many as tell one winner. */
export const swissRounds = (participants: number, settings: StageSettings): number =>
  settings.swissRounds ?? Math.max(1, Math.ceil(Math.log2(participants)));
