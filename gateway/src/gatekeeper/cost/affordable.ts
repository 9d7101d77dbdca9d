import type { Viewer } from '@fieldhouse/kit';
import type { KnownOperation } from '../known-operations.ts';
import { perOperation } from '../per-operation.ts';
import { Refused, refusal } from '../refused.ts';
import type { Asked } from './compilation.ts';
import { type CostLimits, costLimitOf } from './cost-limits.ts';
import { operationCost } from './operation-cost.ts';
import type { PriceList } from './price-list.ts';

/** What a request may cost, and what it is thought to cost. */
export interface Cost {
  readonly estimated: number;
  /** `null` is no limit. */
  readonly limit: number | null;
}

/** Says what an operation costs with a request's variables, and refuses what costs more than its viewer may ask for. */
export function affordableCost(prices: PriceList, limits: CostLimits) {
  const costOf = perOperation(({ node, document, schema }) => operationCost(node, document, schema, prices));
  return (operation: KnownOperation, viewer: Viewer | null, asked: Asked): Cost => {
    const { estimated, unsliced } = costOf(operation)(asked);
    const [field] = unsliced;
    if (field) throw refusal('BAD_USER_INPUT', `${field} takes one argument that says how many, and no more than one`);
    const limit = costLimitOf(viewer, limits);
    if (limit !== null && estimated > limit) throw tooDear({ estimated, limit });
    return { estimated, limit };
  };
}

function tooDear(cost: Cost): Refused {
  const message = `The operation costs ${cost.estimated}; the limit is ${cost.limit}`;
  return new Refused([{ message, extensions: { code: 'COST_EXCEEDED', cost } }], 400);
}
