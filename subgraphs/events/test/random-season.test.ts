import type { HeldBack, Person } from '@fieldhouse/testing';
import {
  AHEAD,
  answer,
  invitations,
  PAST,
  type Response,
  type Squad,
  startSquad,
  statusOf,
  type Team,
} from './squad.ts';

/** A generator of the same numbers for the same seed (mulberry32), as a chooser below a bound. */
function chooser(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A player's standing in truth, as the teams domain has it; steps count what was done. */
interface Standing {
  role: 'PLAYER' | 'SUPPORTER' | null;
  /** The step since when they are to be invited without a break, and the one in which the last break began. */
  since: number;
  until: number;
}

interface Planned {
  readonly id: string;
  isAhead: boolean;
  wasMoved: boolean;
  isCancelled: boolean;
  readonly answers: Map<Person, { response: Response; step: number }>;
}

/** One season of one team: what was done, and what must be true of it in the end. */
class Season {
  readonly standings: Map<Person, Standing>;
  readonly events: Planned[] = [];
  readonly log: string[] = [];
  readonly squad: Squad;
  readonly team: Team;
  readonly held: HeldBack;
  readonly pick: (below: number) => number;

  constructor(squad: Squad, team: Team, held: HeldBack, pick: (below: number) => number) {
    this.squad = squad;
    this.team = team;
    this.held = held;
    this.pick = pick;
    this.standings = new Map(squad.players.map((player) => [player, { role: null, since: 0, until: 0 }]));
  }

  one<T>(of: readonly T[]): T {
    return of[this.pick(of.length)] as T;
  }

  async step(step: number): Promise<void> {
    const player = this.one(this.squad.players);
    const standing = this.standings.get(player) as Standing;
    const event = this.events.length > 0 ? this.one(this.events) : null;
    const name = `player ${this.squad.players.indexOf(player)}`;
    const chance = this.pick(100);
    if (chance < 30) await this.changeRoster(player, standing, step, name);
    else if (chance < 45) await this.plan(step);
    else if (chance < 75 && event) await this.answer(event, player, step, name);
    else if (chance < 80 && event) await this.move(event, step);
    else if (chance < 83) await this.closeAndReopen(step);
    else this.log.push(`${step}: ${await this.held.deliver(1 + this.pick(3), this.pick)} heard`);
  }

  async changeRoster(player: Person, standing: Standing, step: number, name: string): Promise<void> {
    const before = standing.role;
    const role = this.one([null, 'PLAYER', 'PLAYER', 'SUPPORTER'] as const);
    if (role === before) return;
    const refused =
      role === null
        ? await this.team.remove(player)
        : before === null
          ? await this.team.add(player, role)
          : await this.team.makeRole(player, role);
    expect(refused).toEqual([]);
    Object.assign(standing, {
      role,
      ...(role === 'PLAYER' ? { since: step } : before === 'PLAYER' ? { until: step } : {}),
    });
    this.log.push(`${step}: ${name} becomes ${role}`);
  }

  async plan(step: number): Promise<void> {
    const event = {
      id: await this.team.schedule(),
      isAhead: true,
      wasMoved: false,
      isCancelled: false,
      answers: new Map(),
    };
    this.log.push(`${step}: event ${this.events.push(event) - 1}`);
  }

  async answer(event: Planned, player: Person, step: number, name: string): Promise<void> {
    const response = this.one(['GOING', 'MAYBE', 'DECLINED'] as const);
    const refused = await answer(this.squad.club, event.id, player, response);
    if (refused.length === 0) event.answers.set(player, { response, step });
    this.log.push(`${step}: ${name} says ${response} to event ${this.events.indexOf(event)} ${refused}`);
  }

  async move(event: Planned, step: number): Promise<void> {
    const refused = await this.team.move(event.id, event.isAhead ? PAST : AHEAD);
    this.log.push(`${step}: event ${this.events.indexOf(event)} moved ${event.isAhead ? 'back' : 'ahead'} ${refused}`);
    if (refused.length === 0) Object.assign(event, { isAhead: !event.isAhead, wasMoved: true });
  }

  async closeAndReopen(step: number): Promise<void> {
    expect([await this.team.archive(), await this.team.restore()]).toEqual([[], []]);
    for (const event of this.events) if (event.isAhead) event.isCancelled = true;
    this.log.push(`${step}: archived and restored`);
  }

  /** Everything was heard: the invitations are what the roster and the answers make of them. */
  async ensureTruth(): Promise<void> {
    for (const event of this.events) {
      const isCancelled = (await statusOf(this.squad, event.id)) === 'CANCELLED';
      if (!event.wasMoved) expect(isCancelled).toBe(event.isCancelled);
      if (isCancelled) continue;
      if (!event.isAhead) expect(await this.team.move(event.id, AHEAD)).toEqual([]);
      const invited = await invitations(this.squad, event.id);
      const onTeam = [...this.standings].filter(([, { role }]) => role === 'PLAYER');
      expect(Object.keys(invited).sort()).toEqual([this.squad.admin.id, ...onTeam.map(([{ id }]) => id)].sort());
      for (const [player, standing] of onTeam) this.ensureAnswer(event, player, standing, invited[player.id]);
    }
  }

  ensureAnswer(event: Planned, player: Person, { since, until }: Standing, shown: Response | undefined): void {
    const told = event.answers.get(player);
    if (told && told.step > since) expect(shown).toBe(told.response);
    else if (!told || (told.step < until && !event.wasMoved)) expect(shown).toBe('NO_REPLY');
  }
}

const ROUNDS = Number(process.env.SEASONS ?? 5);
const FIRST = Number(process.env.FIRST_SEASON ?? 1);

describe('a season in which news of the roster is heard late', () => {
  let squad: Squad;
  beforeAll(async () => {
    squad = await startSquad(3);
  });
  afterAll(() => squad.club.stop());

  test.each(Array.from({ length: ROUNDS }, (_, round) => FIRST + round))(
    'loses no answer of a member and ends with the roster invited: season %i',
    async (seed) => {
      await squad.club.settled();
      const held = squad.club.hold('events');
      const season = new Season(squad, await squad.team(), held, chooser(seed));
      try {
        for (let step = 1; step <= 40; step++) await season.step(step);
        held.release();
        await squad.club.settled();
        await season.ensureTruth();
      } catch (error) {
        throw new Error(`Season ${seed}\n${season.log.join('\n')}`, { cause: error });
      } finally {
        held.release();
      }
    },
    60_000,
  );
});
