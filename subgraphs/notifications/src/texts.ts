/** What stands in a text: each kind knows its own. Names of teams and people are looked up when it is read. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Which text. */
export type Kind =
  | 'signedIn'
  | 'rolesChanged'
  | 'banLifted'
  | 'addedToTeam'
  | 'placeChanged'
  | 'removedFromTeam'
  | 'invited'
  | 'eventChanged'
  | 'eventCancelled'
  | 'eventReminder'
  | 'reminder'
  | 'message';

/** To whom, and about which team: what a text needs besides its facts. */
export interface Reading {
  readonly locale: string;
  readonly timeZone: string;
  readonly teamName: string;
}

/** A notification in words. */
export interface Text {
  readonly title: string;
  readonly body: string;
  readonly locale: string;
}

/** What a notification says to somebody. */
export function textOf(kind: Kind, facts: Facts, { timeZone, teamName }: Reading): Text {
  const locale = 'en';
  const at = (name: string) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
      new Date(String(facts[name])),
    );
  const of = (title: string, body: string): Text => ({ title, body, locale });
  const event = `${facts.title}`;
  const where = facts.place ? `, ${facts.place}` : '';
  switch (kind) {
    case 'signedIn':
      return of(
        'New sign-in',
        `Somebody signed in to your account from ${facts.device}, which it had not seen before.`,
      );
    case 'rolesChanged':
      return of('Your roles changed', `Your roles in the club are now: ${[facts.roles].flat().join(', ') || 'none'}.`);
    case 'banLifted':
      return of('Welcome back', 'You may take part in the club again.');
    case 'addedToTeam':
      return of(`You are on ${teamName}`, `You were put on the team ${teamName} as ${facts.role}.`);
    case 'placeChanged':
      return of(`Your place on ${teamName}`, `On the team ${teamName} you are ${facts.role} now.`);
    case 'removedFromTeam':
      return of(`You are off ${teamName}`, `You are no longer on the team ${teamName}.`);
    case 'invited':
      return of(`${teamName}: ${event}`, `You are invited: ${at('startsAt')}${where}.`);
    case 'eventChanged':
      return of(`${teamName}: ${event} has changed`, `It is now on ${at('startsAt')}${where}.`);
    case 'eventCancelled':
      return of(
        `${teamName}: ${event} is cancelled`,
        `It was to be on ${at('startsAt')}.${facts.reason ? ` ${facts.reason}` : ''}`,
      );
    case 'eventReminder':
      return of(`${teamName}: ${event}`, `It starts on ${at('startsAt')}${where}.`);
    case 'reminder':
      return of(event, facts.startsAt ? `You wanted to be reminded: ${at('startsAt')}.` : 'You wanted to be reminded.');
    case 'message':
      return of(event, `${facts.body}`);
  }
}
