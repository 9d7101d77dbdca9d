import type { Viewer } from '@fieldhouse/kit';
import type { FieldNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Demand, type Demands, type Reason, reasonAgainst } from '../demands.ts';
import { coordinatesIn } from '../refused/marking.ts';
import type { KnownOperation } from './known-operations.ts';
import { malformedLiterals } from './literals.ts';
import { operationAlone } from './operation-alone.ts';
import { perOperation } from './per-operation.ts';

/** Fields that are not served, by coordinate (`User.email`) or one alone, and why. */
export type RefusedFields = ReadonlyMap<string | FieldNode, Reason>;

/** Of one operation there are as many sets of refusals as kinds of viewers; these are remembered. */
const KINDS_OF_VIEWERS = 8;

/**
 * What of an operation the token alone refuses, or a malformed literal costs: that becomes null, and the rest is served.
 * The same refusals of the same operation are the same object, so that what follows from them can be remembered.
 */
export function refusedFields(demands: Demands): (operation: KnownOperation, viewer: Viewer | null) => RefusedFields {
  const factsOf = perOperation((operation) => ({
    demanded: demandsIn(operation, demands),
    malformed: malformedLiterals(operation),
    sets: new LRUCache<string, RefusedFields>({ max: KINDS_OF_VIEWERS }),
  }));
  return (operation, viewer) => {
    const { demanded, malformed, sets } = factsOf(operation);
    const reasons = demanded.flatMap(([coordinate, demand]): [string, Reason][] => {
      const reason = reasonAgainst(viewer, demand);
      return reason ? [[coordinate, reason]] : [];
    });
    const key = JSON.stringify(reasons);
    const known = sets.get(key) ?? new Map<string | FieldNode, Reason>([...malformed, ...reasons]);
    sets.set(key, known);
    return known;
  };
}

const demandsIn = (operation: KnownOperation, demands: Demands): [string, Demand][] =>
  [...coordinatesIn(operationAlone(operation), operation.schema)].flatMap((coordinate): [string, Demand][] => {
    const demand = demands.get(coordinate);
    return demand ? [[coordinate, demand]] : [];
  });
