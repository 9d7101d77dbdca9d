/** Breaking changes that were decided on, with the reason. */
import type { Finding } from './api.ts';

const ENTRY = /^- `(?<change>[^`]+: .+)` — (?<why>.+)$/;

/** The changes that docs/breaking-changes.md lists, each as the check words it. */
export const acknowledgedIn = (page: string): ReadonlySet<string> =>
  new Set(page.split('\n').flatMap((line) => ENTRY.exec(line)?.groups?.change ?? []));

/** The findings with what was decided on set apart. */
export const acknowledge = (findings: readonly Finding[], acknowledged: ReadonlySet<string>): Finding[] =>
  findings.map((finding) =>
    acknowledged.has(`${finding.path}: ${finding.message}`) ? { ...finding, level: 'acknowledged' } : finding,
  );
