import type { ChildProcess } from 'node:child_process';
import { createLogger, freePort, memorySignals, redisSignals, type Signal, type Signals } from '../src/index.ts';
import { MOST_WAITING } from '../src/signals/listening.ts';
import { eventually } from './eventually.ts';
import { hasRedis, kill, startRedis } from './redis-server.ts';

const log = createLogger({ level: 'silent' });
const signal = (version: number): Signal => ({ type: 'TeamUpdated', id: 'tem_1', version });

/** A listener that notes what it hears, and stands still while `until` is open. */
async function note(signals: Signals, until?: Promise<unknown>) {
  const heard: (number | 'missed')[] = [];
  const listening = await signals.listen({
    hear: async ({ version }) => {
      heard.push(version);
      await until;
    },
    missed: () => void heard.push('missed'),
  });
  return { heard, ...listening };
}

function conforms(open: () => Promise<Signals>): void {
  let signals: Signals;
  beforeAll(async () => {
    signals = await open();
  });
  afterAll(() => signals.stop());

  test('reach everybody who listens, in order', async () => {
    const [one, other] = [await note(signals), await note(signals)];
    await signals.publish([signal(1), signal(2)]);
    await signals.publish([signal(3)]);
    await eventually(() => one.heard.at(-1) === 3 && other.heard.at(-1) === 3);
    expect([one.heard, other.heard]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    one.stop();
    other.stop();
  });

  test('do not wait for a listener that is slow; it is told that it missed some', async () => {
    let letGo = () => {};
    const slow = await note(signals, new Promise<void>((resolve) => (letGo = resolve)));
    const quick = await note(signals);
    for (let version = 0; version < MOST_WAITING + 10; version++) await signals.publish([signal(version)]);
    await eventually(() => quick.heard.length === MOST_WAITING + 10);
    letGo();
    await eventually(() => slow.heard.includes('missed'));
    await signals.publish([signal(-1)]);
    await eventually(() => slow.heard.at(-1) === -1);
    expect(slow.heard.length).toBeLessThan(MOST_WAITING);
    slow.stop();
    quick.stop();
  });

  test('end nothing when a listener fails', async () => {
    const heard: number[] = [];
    const listening = await signals.listen({
      hear: ({ version }) => {
        heard.push(version);
        throw new Error('not today');
      },
      missed: () => undefined,
    });
    await signals.publish([signal(1), signal(2)]);
    await eventually(() => heard.length === 2);
    listening.stop();
  });

  test('that were missed are told of to everybody', async () => {
    const one = await note(signals);
    await signals.publishMissed();
    await eventually(() => one.heard.at(-1) === 'missed');
    one.stop();
  });
}

describe('signals within a process', () => conforms(async () => memorySignals(log)));

(hasRedis ? describe : describe.skip)('signals through Redis', () => {
  let port: number;
  let server: ChildProcess;
  const open = () => redisSignals(`redis://127.0.0.1:${port}`, log);
  beforeAll(async () => {
    port = await freePort();
    server = await startRedis(port);
  });
  afterAll(() => kill(server));

  conforms(open);

  test('go from process to process, and a Redis that was away is told of', async () => {
    const [here, there] = [await open(), await open()];
    const one = await note(there);
    await eventually(() =>
      here.publish([signal(1)]).then(
        () => true,
        () => false,
      ),
    );
    await eventually(() => one.heard.includes(1));
    await kill(server);
    await eventually(() =>
      here.publish([signal(2)]).then(
        () => false,
        () => true,
      ),
    );
    one.heard.length = 0;
    server = await startRedis(port);
    await eventually(() => one.heard.includes('missed'));
    await eventually(() =>
      here.publish([signal(3)]).then(
        () => true,
        () => false,
      ),
    );
    await eventually(() => one.heard.includes(3));
    await Promise.all([here.stop(), there.stop()]);
  });
});
