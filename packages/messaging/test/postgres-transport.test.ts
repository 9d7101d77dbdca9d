import { type Message, postgresTransport } from '../src/index.ts';
import { log, newDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { messageOf } from './support/service.ts';
import { describeTransport } from './transport-conformance.ts';

describeTransport('the PostgreSQL transport', async () => ({ bus: await newDatabase('bus') }));

describe('members of the PostgreSQL transport', () => {
  test('in another process hear at once of what is appended', async () => {
    const url = await newDatabase('bus');
    const [here, there] = await Promise.all([postgresTransport({ url, log }), postgresTransport({ url, log })]);
    const received: Message[] = [];
    const handle = async (batch: readonly Message[]) => void received.push(...batch);
    await there.subscribe({ group: 'there', topics: ['things'], handle });
    await here.publish([messageOf('things', 'warm-up')]);
    await eventually(() => expect(received).toHaveLength(1));
    const started = Date.now();
    for (let count = 2; count < 12; count++) {
      await here.publish([messageOf('things', 'thing')]);
      await eventually(() => expect(received).toHaveLength(count));
    }
    expect(Date.now() - started).toBeLessThan(2_000); // polling would take ten seconds
    await Promise.all([here.stop(), there.stop()]);
  });
});
