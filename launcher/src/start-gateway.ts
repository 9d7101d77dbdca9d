/** `npm run start:gateway`: the public door in a process of its own, before subgraphs in theirs. */
import { readConfig, readEnvironment } from '@fieldhouse/platform';
import { main } from './main.ts';
import { untilAskedToStop } from './shutdown.ts';

await main(async () => {
  const asked = untilAskedToStop();
  const config = readConfig(readEnvironment(), { part: 'gateway' });
  // The gateway takes seconds to load: what cannot be is told at once.
  const { liveAsGateway } = await import('./gateway-process.ts');
  await liveAsGateway({ config, asked });
});
