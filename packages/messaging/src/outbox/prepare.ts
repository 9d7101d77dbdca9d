import { runSqlFile } from '../database/sql.ts';

/** Creates what is missing of the schema `messaging` in a service's database; starts may race. */
export const prepareMessaging = (url: string): Promise<void> => runSqlFile(url, 'messaging.sql');
