import type { Context, Tx as KitTx } from '@fieldhouse/kit';
import type { PrismaClient } from './__generated__/prisma/client.ts';
import type { loaders } from './loaders.ts';

export type Database = PrismaClient;
export type Tx = KitTx<Database>;
export type EventsContext = Context<Database, ReturnType<typeof loaders>>;
