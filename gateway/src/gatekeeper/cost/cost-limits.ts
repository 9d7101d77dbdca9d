import type { Viewer } from '@fieldhouse/kit';

/**
 * The most that one operation may cost, by who asks: `anonymous`, `user` (whoever is signed in) and the roles that
 * tokens name; `null` is no limit.
 */
export type CostLimits = Readonly<Record<string, number | null>>;

/** Who has several roles has the highest of their limits. */
export function costLimitOf(viewer: Viewer | null, limits: CostLimits): number | null {
  const names = viewer ? ['user', ...viewer.roles.map((role) => role.toLowerCase())] : ['anonymous'];
  const own = names.flatMap((name) => (Object.hasOwn(limits, name) ? [limits[name] ?? null] : []));
  return own.reduce((one, other) => (one === null || other === null ? null : Math.max(one, other)), 0);
}
