import type { Finding } from './api.ts';

const LEVELS = ['breaking', 'dangerous', 'acknowledged'] as const;
const MARKS = { breaking: '✗ breaking    ', acknowledged: '✓ acknowledged', dangerous: '! dangerous   ' } as const;

/** The findings in words, the breaking ones first, grouped by what they are about. */
export function report(sections: Readonly<Record<string, readonly Finding[]>>): string {
  const parts = Object.entries(sections).map(([title, findings]) => {
    const lines = [...findings]
      .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.path.localeCompare(b.path))
      .map(({ level, path, message }) => `  ${MARKS[level]}  ${path}: ${message}`);
    return `${title}\n${lines.length > 0 ? lines.join('\n') : '  no breaking or dangerous change'}`;
  });
  return `${parts.join('\n\n')}\n`;
}
