import { type House, startHouse } from '../support/house.ts';
import type { Where } from '../support/open-transport.ts';
import { delivery } from './delivery.ts';
import { poison } from './poison.ts';
import { restarts } from './restarts.ts';
import { sharing } from './sharing.ts';

/** What every transport does, with outbox and relay before it and the inbox behind it. */
const facts: Readonly<Record<string, (house: House) => Promise<void>>> = {
  ...delivery,
  ...poison,
  ...restarts,
  ...sharing,
};

/** Tests that a transport does what every transport does; each fact in a house of its own. */
export function describeTransport(name: string, place: () => Where | Promise<Where>): void {
  describe(name, () => {
    let where: Where;
    let house: House;
    beforeAll(async () => {
      where = await place();
    });
    beforeEach(async () => {
      house = await startHouse(where);
    });
    afterEach(() => house.stop());

    for (const [fact, check] of Object.entries(facts)) test(fact, () => check(house), 60_000);
  });
}
