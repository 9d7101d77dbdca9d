import { endingSessions, narrowingAccess } from '@fieldhouse/contracts';
import { type LiveField, liveFieldsOf, VIEWER } from '@fieldhouse/kit';
import type { Signal, Signals } from '@fieldhouse/platform';
import { type FieldNode, getArgumentValues, parse } from 'graphql';
import type { Asked } from '../gatekeeper/asked.ts';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import type { Identity } from '../gatekeeper/identity.ts';
import { responseKey } from '../refused/marking.ts';
import { atMost } from './at-most.ts';
import { type Answering, lookAt } from './looking.ts';
import { createReader, type Reader } from './reader.ts';
import { rootField } from './root-field.ts';
import { sweeping } from './sweep.ts';
import { createWatch, type Watch } from './watch.ts';

/** As whom a client asks; the token can be followed by a fresh one of the same person. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly identity: Identity;
}

/** One subscription, as it was let in. */
export interface Subscribing {
  readonly asked: Asked;
  readonly admitted: Admitted;
  readonly credentials: () => Credentials;
  readonly address: string;
  readonly agent: string | undefined;
  /** The version that the client has seen last. */
  readonly since: number | undefined;
  readonly turn?: () => Promise<() => void>;
  readonly left: () => void;
}

/** A subscription under way. */
export interface Subscription extends Reader {
  /** Goes on as who was let in anew: the same person, in another session or with other roles. */
  readonly goOnAs: (admitted: Admitted) => void;
}

/** Where subscriptions and signals meet. */
export interface Hub {
  subscribe(subscribing: Subscribing): Subscription;
  /** How many different things are looked at. */
  readonly watches: () => number;
  stop(): void;
}

interface HubOptions extends Answering {
  readonly supergraphSdl: string;
  readonly signals: Signals;
  /** Told of what may end somebody's session: their id. */
  readonly standingChanged: (userId: string) => void;
}

/** Looks that are under way at once: beside requests, not instead of them. */
const LOOKS_AT_ONCE = 16;

type Member = Reader & { readonly credentials: () => Credentials };

/** Hears of changes and has those looked at anew that somebody subscribes to. */
export async function openHub(options: HubOptions): Promise<Hub> {
  const fields = new Map(liveFieldsOf(parse(options.supergraphSdl, { noLocation: true })).map((it) => [it.name, it]));
  const watches = new Map<string, Watch<Member>>();
  const bySubject = new Map<string, Set<Watch<Member>>>();
  const oneOfFew = atMost(LOOKS_AT_ONCE);
  const sweep = sweeping(() => watches.values());
  const listening = await options.signals.listen({
    hear: ({ type, id, version }: Signal) => {
      for (const watch of bySubject.get(subject(type, id)) ?? []) watch.hear(version);
      if (endingSessions.has(type)) options.standingChanged(id);
      if (narrowingAccess.has(type) && watches.size > 0) sweep.soon();
    },
    missed: () => sweep.now({ hasMissed: true }),
  });

  const watchFor = (subscribing: Subscribing, admitted: Admitted): Watch<Member> => {
    const { asked, address, agent } = subscribing;
    const { field, live } = fieldOf(admitted);
    const key = keyOf(admitted);
    const known = watches.get(key);
    if (known) return known;
    const subjects = live.on.map((type) => subject(type, subjectOf(admitted, field, live)));
    const watch: Watch<Member> = createWatch({
      look: () =>
        oneOfFew(() => {
          const { authorization } = freshest(watch.members());
          const lookedFor = { query: asked.query, admitted, key: responseKey(field), authorization, address, agent };
          return lookAt(lookedFor, options);
        }),
      abandoned: () => {
        watches.delete(key);
        for (const it of subjects) if (removed(bySubject.get(it), watch)) bySubject.delete(it);
      },
    });
    watches.set(key, watch);
    for (const it of subjects) bySubject.set(it, (bySubject.get(it) ?? new Set()).add(watch));
    return watch;
  };

  const fieldOf = ({ operation }: Admitted): { readonly field: FieldNode; readonly live: LiveField } => {
    const field = rootField(operation);
    const live = fields.get(field.name.value);
    if (!live) throw new Error(`Nothing tells of Subscription.${field.name.value}`);
    return { field, live };
  };

  return {
    subscribe: (subscribing) => {
      const { admitted, credentials, left, ...reading } = subscribing;
      let watch = watchFor(subscribing, admitted);
      const gone = () => {
        watch.leave(member);
        left();
      };
      const member: Member = { ...createReader({ ...reading, left: gone }), credentials };
      watch.join(member);
      const goOnAs = (admission: Admitted) => {
        watch.leave(member);
        watch = watchFor(subscribing, admission);
        watch.join(member);
      };
      return { ...member, goOnAs };
    },
    watches: () => watches.size,
    stop: () => {
      listening.stop();
      sweep.stop();
    },
  };
}

const subject = (type: string, id: string): string => `${type} ${id}`;

function subjectOf({ operation, variables, identity }: Admitted, field: FieldNode, { about }: LiveField): string {
  if (about === VIEWER) return identity.visitor?.id ?? '';
  const declared = operation.schema.getSubscriptionType()?.getFields()[field.name.value];
  return declared ? String(getArgumentValues(declared, field, variables)[about]) : '';
}

/** Equal subscriptions: the same operation with the same values for the same person in the same session and roles. */
const keyOf = ({ operation: { hash, name }, variables, identity }: Admitted): string =>
  JSON.stringify([hash, name, variables, identityKey(identity)]);

/** What of an identity an answer can depend on. */
export const identityKey = ({ visitor }: Identity): string =>
  visitor ? JSON.stringify([visitor.id, visitor.sessionId, visitor.roles, visitor.scopes]) : '';

/** The token that is good for longest, of those who share an identity. */
function freshest(members: Iterable<Member>): Credentials {
  const all = [...members].map(({ credentials }) => credentials());
  const expiry = ({ identity: { bearer } }: Credentials) => bearer?.expiresAt ?? 0;
  const [first, ...others] = all;
  if (!first) return { authorization: undefined, identity: { visitor: null, bearer: null, tokenProblem: null } };
  return others.reduce((one, other) => (expiry(other) > expiry(one) ? other : one), first);
}

/** Takes it out; true where nothing is left. */
function removed<T>(all: Set<T> | undefined, one: T): boolean {
  all?.delete(one);
  return all?.size === 0;
}
