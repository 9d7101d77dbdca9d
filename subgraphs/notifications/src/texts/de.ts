import type { FactsOf } from './facts.ts';
import type { Language, Saying } from './language.ts';

const ROLES: Readonly<Record<string, string>> = {
  OWNER: 'Leitung',
  COACH: 'Trainer:in',
  ASSISTANT: 'Co-Trainer:in',
  MANAGER: 'Betreuung',
  CAPTAIN: 'Kapitän:in',
  PLAYER: 'Spieler:in',
  SUPPORTER: 'Fan',
  ADMIN: 'Verwaltung',
  TRAINER: 'Trainer:in',
  STAFF: 'Geschäftsstelle',
  MEMBER: 'Mitglied',
};

const PLACES: Readonly<Record<string, string>> = {
  CONFIRMED: 'Du bist dabei: Es gibt einen Platz für dich.',
  DISQUALIFIED: 'Du wurdest ausgeschlossen.',
  NO_SHOW: 'Du hast dich nicht rechtzeitig angemeldet und deinen Platz verloren.',
};

const role = (word: string): string => ROLES[word] ?? word.toLowerCase();

function changesOf(event: FactsOf['eventChanged'], say: Saying): string[] {
  const { title, titleBefore = title, place, placeBefore = place, startedAt, endedAt } = event;
  const now = say.when(event);
  const before = startedAt ? say.when({ startsAt: startedAt, endsAt: endedAt ?? null }) : now;
  const changes = [
    ...(title === titleBefore ? [] : [`Heißt jetzt ${say.name(title)}, zuvor ${say.name(titleBefore)}.`]),
    ...(startedAt && before !== now ? [`Neue Zeit: ${now}. Zuvor: ${before}.`] : []),
    ...(place && place !== placeBefore ? [`Neuer Ort: ${say.name(place)}.`] : []),
  ];
  return changes.length > 0 ? changes : [`${say.event(event)}.`];
}

/** German. */
export const de: Language = {
  texts: {
    invited: (event, say) => ({
      title: say.teams(say.name(event.title)),
      body: `Du bist eingeladen: ${say.event(event)}. Sag, ob du kommst.`,
    }),
    eventChanged: (event, say) => ({
      title: say.teams(`${say.name(event.title)} hat sich geändert`),
      body: changesOf(event, say).join('\n'),
    }),
    eventCancelled: ({ reason, ...event }, say) => ({
      title: say.teams(`${say.name(event.title)} fällt aus`),
      body: [`Geplant war: ${say.event(event)}.`, ...(reason ? [`Grund: ${say.name(reason)}`] : [])].join('\n'),
    }),
    eventReminder: (event, say) => ({
      title: say.teams(say.name(event.title)),
      body: `Zur Erinnerung: ${say.event(event)}.`,
    }),
    addedToTeam: ({ role: as }, { team }) => ({
      title: `Du bist im Team ${team}`,
      body: `Du gehörst jetzt zum Team ${team}. Deine Rolle: ${role(as)}.`,
    }),
    placeChanged: ({ role: as }, { team }) => ({
      title: `Deine Rolle im Team ${team}`,
      body: `Im Team ${team} ist deine Rolle jetzt: ${role(as)}.`,
    }),
    removedFromTeam: (_, { team }) => ({
      title: `Du bist nicht mehr im Team ${team}`,
      body: `Du wurdest aus dem Team ${team} genommen und hörst nichts mehr von ihm.`,
    }),
    rolesChanged: ({ roles }, say) => ({
      title: 'Deine Rollen haben sich geändert',
      body: roles.length > 0 ? `Deine Rollen: ${say.list(roles.map(role))}.` : 'Du hast im Verein keine Rolle mehr.',
    }),
    banLifted: () => ({
      title: 'Willkommen zurück',
      body: 'Deine Sperre ist aufgehoben: Du kannst wieder mitmachen.',
    }),
    signedIn: ({ device, address, at }, say) => ({
      title: 'Neue Anmeldung',
      body: [
        `Jemand hat sich in deinem Konto angemeldet, mit ${[say.name(device), address, at && say.at(at)].filter(Boolean).join(', ')}.`,
        'Falls du das nicht warst: Ändere dein Passwort und beende die anderen Sitzungen.',
      ].join('\n'),
    }),
    matchReady: ({ tournament, label, startsAt, place }, say) => ({
      title: `${say.name(tournament)}: Dein Spiel kann beginnen`,
      body: [`Bereit: ${label}.`, ...(startsAt ? [`${say.event({ title: label, startsAt, place })}.`] : [])].join('\n'),
    }),
    resultToConfirm: ({ tournament, label, score, confirmBy }, say) => ({
      title: `${say.name(tournament)}: Ein Ergebnis wartet auf dich`,
      body: `${label} wurde mit ${score} gemeldet. Bestätige es oder widersprich; ab ${say.at(confirmBy)} zählt es von selbst.`,
    }),
    matchDisputed: ({ tournament, label }, say) => ({
      title: `${say.name(tournament)}: Ein Einspruch`,
      body: `${label}: Die Seiten sind sich über das Ergebnis nicht einig. Bitte entscheide.`,
    }),
    advanced: ({ tournament, label }, say) => ({
      title: `${say.name(tournament)}: Du bist weiter`,
      body: `Dein nächstes Spiel: ${label}.`,
    }),
    placeInTournament: ({ tournament, status, reason }, say) => ({
      title: say.name(tournament),
      body: [PLACES[status] ?? PLACES.CONFIRMED, ...(reason ? [`Grund: ${say.name(reason)}`] : [])].join('\n'),
    }),
    tournamentCancelled: ({ tournament, reason }, say) => ({
      title: `${say.name(tournament)} fällt aus`,
      body: reason ? `Grund: ${say.name(reason)}` : 'Es findet nicht statt.',
    }),
    reminder: ({ title, startsAt }, say) => ({
      title: say.name(title),
      body: startsAt ? `Daran wolltest du erinnert werden: ${say.at(startsAt)}.` : 'Daran wolltest du erinnert werden.',
    }),
  },
  digest: (count) => (count === 1 ? 'Eine Mitteilung' : `${count} Mitteilungen`),
  mail: {
    open: 'Öffnen',
    more: (count) => `Und ${count} weitere.`,
    why: 'Du bekommst diese Mail, weil du zum Verein gehörst.',
    unsubscribe: 'Keine Mails dieser Art mehr',
  },
};
