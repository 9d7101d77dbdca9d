import type { Person } from '@fieldhouse/testing';
import { AHEAD, answer, hours, invitations, PAST, type Squad, startSquad, statusOf, type Team } from './squad.ts';

let squad: Squad;
let player: Person;
let other: Person;
let team: Team;

beforeAll(async () => {
  squad = await startSquad(2);
  [player, other] = squad.players as [Person, Person];
});
afterAll(() => squad.club.stop());
beforeEach(async () => {
  team = await squad.team(player);
  await squad.club.settled();
});

/** Does something while the events domain hears nothing; then it hears everything. */
async function unheard(work: () => Promise<unknown>): Promise<void> {
  const held = squad.club.hold('events');
  try {
    await work();
  } finally {
    held.release();
  }
  await squad.club.settled();
}
const going = (eventId: string, as: Person = player) => answer(squad.club, eventId, as, 'GOING');
const back = async () => [await team.remove(player), await team.add(player)];

describe('an answer of somebody who was taken off the team and is back', () => {
  test('to an event made since stays, when the removal is heard late', async () => {
    let event = '';
    await unheard(async () => {
      await back();
      event = await team.schedule();
      expect(await going(event)).toEqual([]);
    });
    expect(await invitations(squad, event)).toMatchObject({ [player.id]: 'GOING' });
  });
  test('to an event made between the two stays as well', async () => {
    let event = '';
    await unheard(async () => {
      await team.remove(player);
      const between = await team.schedule();
      await team.add(player);
      event = await team.schedule();
      expect(await going(event)).toEqual([]);
      expect(await going(between)).toEqual(['NOT_INVITED']);
    });
    expect(await invitations(squad, event)).toMatchObject({ [player.id]: 'GOING' });
  });
  test('to an older event stays if it was given after the return', async () => {
    const event = await team.schedule();
    await unheard(async () => {
      await back();
      expect(await going(event)).toEqual([]);
    });
    expect(await invitations(squad, event)).toMatchObject({ [player.id]: 'GOING' });
  });
  test('goes if it was given before the removal: the invitation is a new one', async () => {
    const event = await team.schedule();
    expect(await going(event)).toEqual([]);
    await unheard(back);
    expect(await invitations(squad, event)).toMatchObject({ [player.id]: 'NO_REPLY' });
  });
  test('stays, when they only cheered in between', async () => {
    const old = await team.schedule();
    let event = '';
    await unheard(async () => {
      await team.makeRole(player, 'SUPPORTER');
      await team.makeRole(player, 'PLAYER');
      event = await team.schedule();
      expect([await going(event), await going(old)]).toEqual([[], []]);
    });
    for (const id of [old, event]) expect(await invitations(squad, id)).toMatchObject({ [player.id]: 'GOING' });
  });
  test('stays, when the event was put off from the past meanwhile', async () => {
    const event = await team.schedule(PAST);
    await unheard(async () => {
      await back();
      expect(await team.move(event, AHEAD)).toEqual([]);
      expect(await going(event)).toEqual([]);
      expect(await team.move(event, PAST)).toEqual([]);
      expect(await team.move(event, AHEAD)).toEqual([]);
    });
    expect(await invitations(squad, event)).toMatchObject({ [player.id]: 'GOING' });
  });
});

describe('an answer of somebody who is gone', () => {
  test('goes, though given before the removal was heard', async () => {
    const event = await team.schedule();
    await unheard(async () => {
      await team.remove(player);
      expect(await going(event)).toEqual([]);
    });
    expect(await invitations(squad, event)).not.toHaveProperty(player.id);
  });
});

describe('an event made while news was on its way', () => {
  test('invites nobody who joined and left before it', async () => {
    const held = squad.club.hold('events');
    await team.add(other);
    await team.remove(other);
    const event = await team.schedule();
    await held.deliver(1); // the joining, and not the leaving
    expect(await invitations(squad, event)).not.toHaveProperty(other.id);
    held.release();
    await squad.club.settled();
    expect(Object.keys(await invitations(squad, event)).sort()).toEqual([player.id, squad.admin.id].sort());
  });
  test('stays, when it is heard late that the team was put away and restored before; what was planned then does not', async () => {
    const old = await team.schedule();
    let event = '';
    await unheard(async () => {
      await team.archive();
      await team.restore();
      event = await team.schedule();
    });
    expect([await statusOf(squad, old), await statusOf(squad, event)]).toEqual(['CANCELLED', 'SCHEDULED']);
  });
  test('put off to the future invites by the roster of that moment', async () => {
    const event = await team.schedule(PAST);
    await unheard(async () => {
      await team.remove(player);
      await team.add(other);
      await team.move(event, AHEAD);
      expect(Object.keys(await invitations(squad, event)).sort()).toEqual([other.id, squad.admin.id].sort());
    });
    expect(Object.keys(await invitations(squad, event)).sort()).toEqual([other.id, squad.admin.id].sort());
  });
});

describe('a team that was put away', () => {
  test('gets no future by moving what is past, not even its end', async () => {
    const event = await team.schedule(PAST);
    await unheard(async () => {
      await team.archive();
      expect(await team.move(event, AHEAD)).toEqual(['TEAM_ARCHIVED']); // though unheard of yet
    });
    expect(await team.move(event, AHEAD)).toEqual(['TEAM_ARCHIVED']);
    expect(await team.move(event, { endsAt: hours(1) })).toEqual(['TEAM_ARCHIVED']);
    expect(await team.move(event, { startsAt: hours(-30), title: 'Was earlier' })).toEqual([]);
    expect(await team.restore()).toEqual([]);
    expect(await team.move(event, AHEAD)).toEqual([]);
  });
});
