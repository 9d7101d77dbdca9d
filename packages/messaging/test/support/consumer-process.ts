/** A consumer in a process of its own, to be killed: `node --import tsx consumer-process.ts '{...}'`. */
import { startConsumer } from '../../src/index.ts';
import { log } from './database.ts';
import { openTransport } from './open-transport.ts';
import { noteEffects, openService } from './service.ts';

const { where, group, topic, url } = JSON.parse(process.argv[2] ?? '');
const { pool, transact } = openService(url, { topic });
const transport = await openTransport(where);
await startConsumer({
  group,
  topics: [topic],
  types: ['ThingChanged'],
  transport,
  pool,
  transact,
  react: noteEffects,
  log,
});
