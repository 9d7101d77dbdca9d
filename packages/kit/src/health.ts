import type { Transport } from '@fieldhouse/messaging';
import type { KeyValue } from '@fieldhouse/platform';
import type { DenyList } from './deny-list.ts';
import { isTrueInTime } from './joining.ts';

/** What a subgraph stands on. */
interface Standing {
  readonly database: { query(text: string): Promise<unknown> };
  readonly copying: { caughtUp(): Promise<boolean> };
  readonly transport: Transport;
  readonly keyValue: KeyValue;
  readonly denyList: DenyList;
}

/** Tells whether a subgraph can work, and which of its parts are there. */
export function healthOf({ database, copying, transport, keyValue, denyList }: Standing) {
  const hasDatabase = () => isTrueInTime(database.query('SELECT 1').then(() => true));
  const hasCopies = () => isTrueInTime(copying.caughtUp());
  return {
    healthy: async (): Promise<boolean> => (await hasDatabase()) && hasCopies(),
    parts: async () => {
      const [ofDatabase, copies, events, shared, denied] = await Promise.all([
        hasDatabase(),
        hasCopies(),
        isTrueInTime(transport.healthy()),
        isTrueInTime(keyValue.healthy()),
        isTrueInTime(denyList.isFilled()),
      ]);
      return { database: ofDatabase, copies, transport: events, shared, denied };
    },
  };
}
