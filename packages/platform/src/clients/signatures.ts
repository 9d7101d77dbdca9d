/** How the signatures fare that come in. */
export interface Signatures {
  accepted(): void;
  refused(): void;
  /** Whether none of late was good: then this clock or secret is wrong, or that of everybody who asks. */
  areAllRefused(): Promise<boolean>;
}

const LATELY_MS = 15_000;

/**
 * Remembers whether requests could be believed lately. Whoever is taken out of traffic gets none that could show it is
 * well again: from then on it asks its peers whether they believe what it signs itself.
 */
export function watchSignatures(isRefusedByPeers: () => Promise<boolean>, now: () => number = Date.now): Signatures {
  let acceptedAt = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;
  const isLate = (at: number) => Math.abs(now() - at) < LATELY_MS;
  return {
    accepted() {
      acceptedAt = now();
    },
    refused() {
      refusedAt = now();
    },
    async areAllRefused() {
      if (refusedAt < acceptedAt || refusedAt === Number.NEGATIVE_INFINITY || isLate(acceptedAt)) return false;
      if (isLate(refusedAt) || (await isRefusedByPeers())) return true;
      refusedAt = Number.NEGATIVE_INFINITY;
      return false;
    },
  };
}
