import type { FactsOf } from './facts.ts';
import type { Language, Saying } from './language.ts';

const ROLES: Readonly<Record<string, string>> = {
  OWNER: 'owner',
  COACH: 'coach',
  ASSISTANT: 'assistant',
  MANAGER: 'manager',
  CAPTAIN: 'captain',
  PLAYER: 'player',
  SUPPORTER: 'supporter',
  ADMIN: 'administrator',
  TRAINER: 'trainer',
  STAFF: 'staff',
  MEMBER: 'member',
};

const PLACES: Readonly<Record<string, string>> = {
  CONFIRMED: 'You are in: there is a place for you.',
  DISQUALIFIED: 'You were shut out.',
  NO_SHOW: 'You did not check in in time, and lost your place.',
};

const role = (word: string): string => ROLES[word] ?? word.toLowerCase();

function changesOf(event: FactsOf['eventChanged'], say: Saying): string[] {
  const { title, titleBefore = title, place, placeBefore = place, startedAt, endedAt } = event;
  const now = say.when(event);
  const before = startedAt ? say.when({ startsAt: startedAt, endsAt: endedAt ?? null }) : now;
  const changes = [
    ...(title === titleBefore ? [] : [`Now called ${say.name(title)}, before ${say.name(titleBefore)}.`]),
    ...(startedAt && before !== now ? [`New time: ${now}. It was ${before}.`] : []),
    ...(place && place !== placeBefore ? [`New place: ${say.name(place)}.`] : []),
  ];
  return changes.length > 0 ? changes : [`${say.event(event)}.`];
}

/** English. */
export const en: Language = {
  texts: {
    invited: (event, say) => ({
      title: say.teams(say.name(event.title)),
      body: `You are invited: ${say.event(event)}. Say whether you will be there.`,
    }),
    eventChanged: (event, say) => ({
      title: say.teams(`${say.name(event.title)} has changed`),
      body: changesOf(event, say).join('\n'),
    }),
    eventCancelled: ({ reason, ...event }, say) => ({
      title: say.teams(`${say.name(event.title)} is cancelled`),
      body: [`It was to be on ${say.event(event)}.`, ...(reason ? [`Reason: ${say.name(reason)}`] : [])].join('\n'),
    }),
    eventReminder: (event, say) => ({
      title: say.teams(say.name(event.title)),
      body: `A reminder: ${say.event(event)}.`,
    }),
    addedToTeam: ({ role: as }, { team }) => ({
      title: `You are on ${team}`,
      body: `You are on the team ${team} now, as ${role(as)}.`,
    }),
    placeChanged: ({ role: as }, { team }) => ({
      title: `Your place on ${team}`,
      body: `On the team ${team} you are ${role(as)} now.`,
    }),
    removedFromTeam: (_, { team }) => ({
      title: `You are off ${team}`,
      body: `You were taken off the team ${team}, and hear no more from it.`,
    }),
    rolesChanged: ({ roles }, say) => ({
      title: 'Your roles changed',
      body: roles.length > 0 ? `You are ${say.list(roles.map(role))} now.` : 'You have no role in the club any more.',
    }),
    banLifted: () => ({
      title: 'Welcome back',
      body: 'Your ban is lifted: you can take part again.',
    }),
    signedIn: ({ device, address, at }, say) => ({
      title: 'New sign-in',
      body: [
        `Somebody signed in to your account from ${[say.name(device), address, at && say.at(at)].filter(Boolean).join(', ')}.`,
        'If that was not you, change your password and end the other sessions.',
      ].join('\n'),
    }),
    matchReady: ({ tournament, label, startsAt, place }, say) => ({
      title: `${say.name(tournament)}: your match is ready`,
      body: [`${label} can be played.`, ...(startsAt ? [`${say.event({ title: label, startsAt, place })}.`] : [])].join(
        '\n',
      ),
    }),
    resultToConfirm: ({ tournament, label, score, confirmBy }, say) => ({
      title: `${say.name(tournament)}: a result to confirm`,
      body: `${label} was reported as ${score}. Confirm or dispute it; it counts by itself from ${say.at(confirmBy)}.`,
    }),
    matchDisputed: ({ tournament, label }, say) => ({
      title: `${say.name(tournament)}: a dispute`,
      body: `The sides of ${label} do not agree on the result. Decide it, please.`,
    }),
    advanced: ({ tournament, label }, say) => ({
      title: `${say.name(tournament)}: you are through`,
      body: `Your next match is ${label}.`,
    }),
    placeInTournament: ({ tournament, status, reason }, say) => ({
      title: say.name(tournament),
      body: [PLACES[status] ?? PLACES.CONFIRMED, ...(reason ? [`Reason: ${say.name(reason)}`] : [])].join('\n'),
    }),
    tournamentCancelled: ({ tournament, reason }, say) => ({
      title: `${say.name(tournament)} is cancelled`,
      body: reason ? `Reason: ${say.name(reason)}` : 'It does not take place.',
    }),
    reminder: ({ title, startsAt }, say) => ({
      title: say.name(title),
      body: startsAt ? `You wanted to be reminded: ${say.at(startsAt)}.` : 'You wanted to be reminded.',
    }),
  },
  digest: (count) => (count === 1 ? 'One notification' : `${count} notifications`),
  mail: {
    open: 'Open',
    more: (count) => `And ${count} more.`,
    why: 'You get this mail because you belong to the club.',
    unsubscribe: 'No more mails like this',
  },
};
