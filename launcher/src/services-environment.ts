import { join } from 'node:path';
import { readEnvironment } from '@fieldhouse/platform';

/** The environment, with what `npm run services` started where it says nothing else. */
export function servicesEnvironment(): Record<string, string | undefined> {
  const own = readEnvironment();
  return { ...readEnvironment(join(own.DATA_DIR || '.data', 'services', 'services.env')), ...own };
}
