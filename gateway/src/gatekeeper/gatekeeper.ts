import type { KeyValue } from '@fieldhouse/platform';
import type { GraphQLSchema } from 'graphql';
import type { Limits } from '../config.ts';
import type { Demands } from '../demands.ts';
import { inTurn, NEVER_SMALL } from '../in-turn.ts';
import type { Asked } from './asked.ts';
import { type RefusedFields, refusedFields } from './authorisation.ts';
import { affordableCost, type Cost } from './cost/affordable.ts';
import type { CostLimits } from './cost/cost-limits.ts';
import type { PriceList } from './cost/price-list.ts';
import { createEntrance } from './entrance.ts';
import type { Identity } from './identity.ts';
import { type KnownOperation, knownOperations } from './known-operations.ts';
import { rateCheck } from './rate.ts';
import { ensureSize } from './size.ts';
import { coercedVariables } from './variables.ts';

/** What is known of who asks before the token was looked at. */
export interface Caller {
  /** Reads the token; once, however often it is asked. */
  readonly identity: () => Promise<Identity>;
  readonly address: string;
  /** Who it says it is: the token as it came, or the address. */
  readonly name: string;
  /** Fires when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
}

/** A request that may be executed, with all that was found out on the way. */
export interface Admitted {
  readonly operation: KnownOperation;
  /** As declared, defaults included. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  /** What becomes null, because the token alone refuses it. */
  readonly refused: RefusedFields;
  /** What is not refused costs this. */
  readonly cost: Cost;
}

/** What a gatekeeper goes by. */
export interface GatekeeperOptions {
  readonly schema: GraphQLSchema;
  readonly demands: Demands;
  readonly limits: Limits;
  readonly prices: PriceList;
  readonly costLimits: CostLimits;
  readonly introspection: boolean;
  /** Where the requests of each caller are counted. */
  readonly counters: KeyValue;
}

export type Gatekeeper = ReturnType<typeof createGatekeeper>;

/**
 * Stands before whatever executes, the same for every transport. Checks go from cheap to dear, and each bounds the
 * work of the next; the first that is not met throws `Refused`, and nothing was planned or fetched.
 */
export function createGatekeeper(options: GatekeeperOptions) {
  const { schema, demands, limits, prices, costLimits, introspection, counters } = options;
  const operations = knownOperations(schema, { limits, introspection });
  const refusedFor = refusedFields(demands);
  const affordable = affordableCost(prices, costLimits);
  const seen = new WeakSet<KnownOperation>();
  const entrance = createEntrance();
  const ensureNotTooOften = rateCheck({ ...limits, counters });
  return {
    async admit(asked: Asked, caller: Caller): Promise<Admitted> {
      const values = ensureSize(asked, limits);
      await entrance(caller.name, caller.signal);
      const operation = await operations.find(asked, (step, size) =>
        inTurn(step, Math.max(size, NEVER_SMALL), caller.signal),
      );
      const identity = await caller.identity();
      const considered = () => {
        const variables = coercedVariables(operation, asked.variables, { hideSuggestions: !introspection });
        const refused = refusedFor(operation, identity.visitor);
        const cost = affordable(operation, identity.visitor, { variables, refused });
        seen.add(operation);
        return { operation, variables, identity, refused, cost };
      };
      const size = values + (seen.has(operation) ? 0 : Math.max(asked.query.length, NEVER_SMALL));
      const admitted = await inTurn(considered, size, caller.signal);
      ensureNotTooOften(identity.visitor ? `viewer:${identity.visitor.id}` : `address:${caller.address}`);
      return admitted;
    },
    /** A valid document by the SHA-256 of its text, while it is remembered. */
    document: operations.document,
  };
}
