import type { Viewers } from '@fieldhouse/kit';
import type { Logger } from '@fieldhouse/platform';
import type { Asked } from '../gatekeeper/asked.ts';
import type { Admitted, Gatekeeper } from '../gatekeeper/gatekeeper.ts';
import { Refused, refusal } from '../gatekeeper/refused.ts';
import { type Cap, capOf, type Place, takeAll } from './caps.ts';
import type { Credentials } from './credentials.ts';
import type { Hub, Subscription } from './hub.ts';
import type { LiveLimits, LiveTimes } from './live-limits.ts';
import { rootField } from './root-field.ts';
import type { TokenWatch } from './token-watch.ts';

/** What all ways to subscribe share. */
export interface Live {
  readonly hub: Hub;
  readonly gatekeeper: Gatekeeper;
  readonly viewers: Viewers;
  readonly tokens: TokenWatch;
  readonly caps: Caps;
  readonly limits: LiveLimits;
  readonly times: LiveTimes;
  readonly log: Logger;
}

/** What is bounded. */
export interface Caps {
  readonly connectionsOfPerson: Cap;
  readonly connectionsOfAddress: Cap;
  readonly subscriptionsOfPerson: Cap;
  readonly subscriptionsOfAddress: Cap;
}

/** Counts what each person and each address holds at this gateway. */
export const capsOf = (limits: LiveLimits): Caps => ({
  connectionsOfPerson: capOf(limits.connectionsPerPerson, 'live connections of one person'),
  connectionsOfAddress: capOf(limits.connectionsPerAddress, 'live connections of one address'),
  subscriptionsOfPerson: capOf(limits.subscriptionsPerPerson, 'subscriptions of one person'),
  subscriptionsOfAddress: capOf(limits.subscriptionsPerAddress, 'subscriptions of one address'),
});

/** Who subscribes, and from where. */
export interface Subscriber {
  readonly credentials: () => Credentials;
  readonly address: string;
  readonly agent: string | undefined;
  /** Fires when the connection is gone. */
  readonly signal: AbortSignal;
  readonly turn?: () => Promise<() => void>;
}

/** Counts a subscription; give the place back when it is over. */
export const placeFor = ({ credentials, address }: Subscriber, caps: Caps): Place => {
  const { visitor } = credentials().identity;
  return takeAll(
    () => caps.subscriptionsOfAddress.take(address),
    ...(visitor ? [() => caps.subscriptionsOfPerson.take(visitor.id)] : []),
  );
};

/** Has the gatekeeper let the subscription in, as it does a request; throws `Refused`. */
export async function admitted(asked: Asked, subscriber: Subscriber, { gatekeeper }: Live): Promise<Admitted> {
  const { credentials, address, signal } = subscriber;
  const { authorization, identity } = credentials();
  const caller = { name: authorization ?? address, identity: async () => identity, address, signal };
  return ensureSubscription(await gatekeeper.admit(asked, caller));
}

/** Refuses what is no subscription, and one whose only field the token does not allow. */
export function ensureSubscription(admission: Admitted): Admitted {
  const { operation, refused, identity } = admission;
  if (operation.node.operation !== 'subscription')
    throw refusal('BAD_REQUEST', 'Here are subscriptions only: ask queries and mutations by POST');
  const field = rootField(operation);
  const reason = refused.get(`Subscription.${field.name.value}`) ?? refused.get(field);
  if (!reason) return admission;
  const { code } = reason;
  const message = code === 'UNAUTHENTICATED' ? (identity.tokenProblem ?? reason.message) : reason.message;
  throw new Refused([{ message, extensions: { code } }], 200);
}

/** Begins to tell. */
export const begin = (
  subscription: { readonly asked: Asked; readonly admitted: Admitted; readonly since: number | undefined },
  subscriber: Subscriber,
  { hub, left }: { readonly hub: Hub; readonly left: () => void },
): Subscription => hub.subscribe({ ...subscription, ...subscriber, left });
