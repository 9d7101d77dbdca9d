import type { Viewer } from '@fieldhouse/kit';
import { type Demand, type Demands, type Reason, reasonAgainst } from '../demands.ts';
import { coordinatesIn } from '../refused-fields.ts';
import type { KnownOperation } from './known-operations.ts';
import { perOperation } from './per-operation.ts';

/** Fields that are not served, by coordinate (`User.email`), and why. */
export type RefusedFields = ReadonlyMap<string, Reason>;

/** What of an operation the token alone refuses: that becomes null, and the rest is served. */
export function refusedFields(demands: Demands): (operation: KnownOperation, viewer: Viewer | null) => RefusedFields {
  const demandsIn = perOperation(({ document, schema }) =>
    [...coordinatesIn(document, schema)].flatMap((coordinate): [string, Demand][] => {
      const demand = demands.get(coordinate);
      return demand ? [[coordinate, demand]] : [];
    }),
  );
  return (operation, viewer) => {
    const reasons = new Map<string, Reason>();
    for (const [coordinate, demand] of demandsIn(operation)) {
      const reason = reasonAgainst(viewer, demand);
      if (reason) reasons.set(coordinate, reason);
    }
    return reasons;
  };
}
