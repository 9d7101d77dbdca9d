const USUAL_MS = 60_000;
const LONGEST_MS = 86_400_000;

/** How long a provider asks to be left alone: the header Retry-After in either form (RFC 9110, 10.2.3), within a day. */
export function restOf(header: string | string[] | undefined, now: number): number {
  const said = String(header ?? '').trim();
  const asked = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, LONGEST_MS) : USUAL_MS;
}
