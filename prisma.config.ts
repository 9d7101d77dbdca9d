import { defineConfig } from 'prisma/config';

/** One configuration for every domain; scripts/prisma.ts names the domain. */
const domain = process.env.PRISMA_DOMAIN;
if (!domain) throw new Error('Call Prisma through scripts/prisma.ts, which names the domain');

export default defineConfig({
  schema: `prisma/${domain}`,
  migrations: { path: `prisma/${domain}/migrations` },
  datasource: { url: process.env.DATABASE_URL ?? `postgresql://postgres@127.0.0.1:5432/${domain}` },
});
