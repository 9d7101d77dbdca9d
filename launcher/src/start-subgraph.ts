/** `npm run start:subgraph -- teams`: one subgraph in a process of its own. */
import { readConfig, readEnvironment, readSupergraphFile } from '@fieldhouse/platform';
import { main } from './main.ts';
import { untilAskedToStop } from './shutdown.ts';

await main(async () => {
  const asked = untilAskedToStop();
  const [name = ''] = process.argv.slice(2);
  const subgraphs = readSupergraphFile();
  const entry = subgraphs.find((it) => it.name === name);
  if (!entry) throw new Error(`Say which: npm run start:subgraph -- ${subgraphs.map((it) => it.name).join(' | ')}`);
  const environment = readEnvironment();
  const config = readConfig(environment, { part: name });
  // A subgraph takes seconds to load: what cannot be is told at once.
  const { liveAsSubgraph } = await import('./subgraph-process.ts');
  await liveAsSubgraph({ entry, subgraphs, config, environment, asked });
});
