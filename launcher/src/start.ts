/** `npm start`: the whole house in this process, on embedded PostgreSQL unless the configuration says otherwise. */
import { ensureFree, readConfig, readEnvironment } from '@fieldhouse/platform';
import { main } from './main.ts';
import { untilAskedToStop } from './shutdown.ts';

await main(async () => {
  const asked = untilAskedToStop();
  const environment = readEnvironment();
  const config = readConfig(environment);
  await ensureFree(config); // before anything is made for a door that cannot open
  // The house takes seconds to load: what cannot be is told at once.
  const { live } = await import('./one-process.ts');
  await live({ config, environment, asked });
});
