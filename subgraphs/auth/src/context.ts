import type { Context, Resources as KitResources, Tx as KitTx } from '@fieldhouse/kit';
import type { PrismaClient } from './__generated__/prisma/client.ts';
import type { loaders } from './loaders.ts';

export type Database = PrismaClient;
export type Tx = KitTx<Database>;
export type Resources = KitResources<Database>;
export type AuthContext = Context<Database, ReturnType<typeof loaders>>;
