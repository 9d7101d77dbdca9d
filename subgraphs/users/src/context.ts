import type { Context } from '@fieldhouse/kit';
import type { PrismaClient } from './__generated__/prisma/client.ts';
import type { loaders } from './loaders.ts';
import type { services } from './services.ts';

export type Database = PrismaClient;
export type UsersContext = Context<Database, ReturnType<typeof loaders>, ReturnType<typeof services>>;
