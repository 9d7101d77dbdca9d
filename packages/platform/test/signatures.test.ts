import { watchSignatures } from '../src/index.ts';

describe('the signatures of late', () => {
  let time: number;
  let isRefusedByPeers: boolean;
  const watched = () =>
    watchSignatures(
      async () => isRefusedByPeers,
      () => time,
    );
  beforeEach(() => {
    [time, isRefusedByPeers] = [1_000_000, false];
  });

  test('are not all refused before any came, nor while one was good', async () => {
    const signatures = watched();
    expect(await signatures.areAllRefused()).toBe(false);
    signatures.refused();
    signatures.accepted();
    signatures.refused();
    expect(await signatures.areAllRefused()).toBe(false);
  });

  test('are all refused when none was good for a while, until one is', async () => {
    const signatures = watched();
    signatures.accepted();
    time += 15_000;
    signatures.refused();
    expect(await signatures.areAllRefused()).toBe(true);
    signatures.accepted();
    expect(await signatures.areAllRefused()).toBe(false);
  });

  test('are refused for as long as peers refuse what is signed here, when nobody asks any more', async () => {
    const signatures = watched();
    signatures.refused();
    isRefusedByPeers = true;
    time += 600_000;
    expect(await signatures.areAllRefused()).toBe(true);
    isRefusedByPeers = false;
    expect([await signatures.areAllRefused(), await signatures.areAllRefused()]).toEqual([false, false]);
  });
});
