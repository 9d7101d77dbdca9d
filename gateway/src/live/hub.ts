import { randomUUID } from 'node:crypto';
import { endingSessions, narrowingAccess } from '@fieldhouse/contracts';
import type { Signal, Signals } from '@fieldhouse/platform';
import type { Asked } from '../gatekeeper/asked.ts';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import { responseKey } from '../refused/marking.ts';
import { atMost } from './at-most.ts';
import { type Credentials, freshest, keyOf } from './credentials.ts';
import { type Answering, lookAt } from './looking.ts';
import { createReader, type Reader } from './reader.ts';
import { rootField } from './root-field.ts';
import { createSequence, type Sequence } from './sequence.ts';
import { subjectsIn } from './subjects.ts';
import { sweeping } from './sweep.ts';
import { createWatch, type Watch } from './watch.ts';
import { indexedWatches } from './watches.ts';

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
  /** Goes on as who was let in anew: the same person in the same session, with other roles. */
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

/** One look: as whom, for whom, and after what. */
interface Looking {
  readonly admitted: Admitted;
  readonly by: Watch<Member>;
  readonly after?: number | undefined;
}

/** Hears of changes and has those looked at anew that somebody subscribes to. */
export async function openHub(options: HubOptions): Promise<Hub> {
  const subjects = subjectsIn(options.supergraphSdl);
  const watches = indexedWatches<Member>();
  const oneOfFew = atMost(LOOKS_AT_ONCE);
  const sweep = sweeping(watches.all);
  const listening = await options.signals.listen({
    hear: ({ type, id, version }: Signal) => {
      for (const watch of watches.about({ type, id })) watch.hear(version);
      if (endingSessions.has(type)) options.standingChanged(id);
      if (narrowingAccess.has(type) && watches.size() > 0) sweep.soon();
    },
    missed: () => sweep.now({ hasMissed: true }),
  });

  const look = ({ asked, address, agent }: Subscribing, { admitted, by, after }: Looking) =>
    oneOfFew(() => {
      const authorization = freshest([...by.members()].map(({ credentials }) => credentials()));
      const key = responseKey(rootField(admitted.operation));
      return lookAt({ query: asked.query, admitted, key, authorization, address, agent, after }, options);
    });

  const watchFor = (subscribing: Subscribing, admitted: Admitted): Watch<Member> => {
    const key = keyOf(admitted);
    const make = (abandoned: () => void) => {
      const watch: Watch<Member> = createWatch({ look: () => look(subscribing, { admitted, by: watch }), abandoned });
      return watch;
    };
    return watches.get(key) ?? watches.keep(key, subjects.of(admitted), make);
  };

  /** The newest, looked at once for all who ask for the same. */
  const tellNewest = (subscribing: Subscribing): Subscription => {
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
  };

  /** Each in turn, which is the subscriber's own: how far it has read is its matter. */
  const tellEach = (subscribing: Subscribing): Subscription => {
    const { credentials, left, since, ...reading } = subscribing;
    let { admitted } = subscribing;
    const make = (abandoned: () => void) => {
      const made: Sequence<Member> = createSequence({
        since,
        look: (after) => look(subscribing, { admitted, by: made, after }),
        abandoned,
      });
      return made;
    };
    const sequence = watches.keep(randomUUID(), subjects.of(admitted), make);
    const gone = () => {
      sequence.leave(member);
      left();
    };
    const member: Member = { ...createReader({ ...reading, since, taken: sequence.taken, left: gone }), credentials };
    sequence.join(member);
    const goOnAs = (admission: Admitted) => {
      admitted = admission;
      void sequence.again({ hasMissed: false });
    };
    return { ...member, goOnAs };
  };

  return {
    subscribe: (subscribing) =>
      subjects.fieldOf(subscribing.admitted).each ? tellEach(subscribing) : tellNewest(subscribing),
    watches: watches.size,
    stop: () => {
      listening.stop();
      sweep.stop();
    },
  };
}
