import type { z } from 'zod';
import type { Config } from './config.ts';
import type { Owned } from './own-settings.ts';
import { defaultOf, families, metaOf, settings } from './settings.ts';

/** The text of .env.example: every setting of the house with its default, in groups, and those of its parts by owner. */
export function describeConfig(parts: readonly Owned[] = []): string {
  const all: [string, z.ZodType][] = [...Object.entries(settings), ...Object.entries(families)];
  const groups = [...new Set(all.map(([, type]) => metaOf(type).group))];
  const chapters = groups.map((group) => {
    const members = all.filter(([, type]) => metaOf(type).group === group);
    return [`## ${group}.`, ...members.map(([name, type]) => entry(name, type))].join('\n\n');
  });
  const own = parts.flatMap(({ name: part, settings }) => {
    const members = Object.values(settings).map(({ name, type, description }) =>
      entry(name, type.meta({ description })),
    );
    return members.length > 0 ? [`## Of ${part} alone.`, ...members].join('\n\n') : [];
  });
  return `${['# Copy to .env and set what differs; every line shows the default.', ...chapters, ...own].join('\n\n')}\n`;
}

function entry(name: string, type: z.ZodType): string {
  const { description, absent } = metaOf(type);
  const isFamily = name.endsWith('_');
  const note = absent ? ` Default: ${absent}.` : '';
  return `# ${description}${note}\n# ${name}${isFamily ? '<DOMAIN>' : ''}=${defaultOf(type)}`;
}

const hidden: readonly (keyof Config)[] = [
  'internalSecret',
  'authSecret',
  'internalKey',
  'kafkaPassword',
  'adminPassword',
  'demoPassword',
  'adminEmail',
];

/** The configuration as the log may show it: no secret, no password in a URL, nobody's address. */
export function redactConfig(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      hidden.some((key) => key === name) ? stars(value) : shown(value),
    ]),
  );
}

const stars = (value: unknown) => (value ? '***' : undefined);

function shown(value: unknown): unknown {
  if (typeof value === 'string') return withoutPassword(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, url]) => [name, withoutPassword(String(url))]));
}

const withoutPassword = (text: string) => text.replace(/(\w+:\/\/[^:@/]*):[^@/]*@/, '$1:***@');
