import type { Context } from './context.ts';
import type { Alternatives, Demand } from './demand.ts';
import { Forbidden, Unauthenticated } from './errors.ts';
import type { Policies, Rule, Subject } from './policy.ts';

type AnyPolicies = Policies<Context>;

/** Throws, at once or later, unless the viewer may. */
export type Check = (about: Subject, context: Context) => void | Promise<void>;

/** What a demand asks of a viewer; `null` where it asks nothing. Every rule it names must be there. */
export function checkOf({ signedIn, scopes, policies }: Demand, rules: AnyPolicies): Check | null {
  if (!signedIn && scopes.length + policies.length === 0) return null;
  const demanded = policies.map((alternatives) => rulesOf(alternatives, rules));
  return (about, context) => {
    const viewer = context.visitor;
    if (!viewer) throw new Unauthenticated(context.tokenProblem);
    const unmet = scopes.find((sets) => !sets.some((all) => all.every((scope) => viewer.scopes.includes(scope))));
    if (unmet) throw new Forbidden(`Needs scope ${inWords(unmet)}`);
    return ensureAllowed(demanded, (rule) => rule.allows(viewer, about, context));
  };
}

const rulesOf = (alternatives: Alternatives, rules: AnyPolicies) => ({
  needed: inWords(alternatives.map((all) => all.map((name) => rules[name]?.label ?? name))),
  alternatives: alternatives.map((all) => all.map((name) => rules[name] as Rule<Context>)),
});

const inWords = (alternatives: Alternatives) => alternatives.map((all) => all.join(' and ')).join(', or ');

type Verdict = boolean | Promise<boolean>;

/** Rules that answer at once cost no promise: a page of a roster asks hundreds of times. */
function ensureAllowed(
  [first, ...others]: readonly ReturnType<typeof rulesOf>[],
  allows: (rule: Rule<Context>) => Verdict,
): void | Promise<void> {
  if (!first) return;
  const everyAllows = ([rule, ...rest]: readonly Rule<Context>[]): Verdict =>
    !rule || after(allows(rule), (isAllowed) => isAllowed && everyAllows(rest));
  const someAllow = ([all, ...rest]: readonly (readonly Rule<Context>[])[]): Verdict =>
    all !== undefined && after(everyAllows(all), (isAllowed) => isAllowed || someAllow(rest));
  return after(someAllow(first.alternatives), (isAllowed) => {
    if (!isAllowed) throw new Forbidden(`Needs: ${first.needed}`);
    return ensureAllowed(others, allows);
  });
}

/** As `then`, for what may be there already. */
export const after = <T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> =>
  value instanceof Promise ? value.then(next) : next(value);
