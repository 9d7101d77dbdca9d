import type { KeptMail } from '@fieldhouse/gateway';
import type { RunningSubgraph } from '@fieldhouse/kit';
import { inProcessClient } from './in-process-client.ts';

const KEPT_MAILS = '{ keptMails { to subject text html createdAt } }';

/** The mails that notifications kept instead of sending, the latest first. */
export const keptMails = (running: ReadonlyMap<string, RunningSubgraph>) => async (): Promise<readonly KeptMail[]> => {
  const notifications = inProcessClient('notifications', 'launcher', running);
  const { data } = await notifications.execute({ query: KEPT_MAILS }, {});
  return (data?.keptMails ?? []) as KeptMail[];
};
