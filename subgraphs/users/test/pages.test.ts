import { type PageArgs, paginate } from '@fieldhouse/kit';
import { cloneDatabases, type Databases } from '@fieldhouse/testing';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../src/__generated__/prisma/client.ts';

type Nulls = 'first' | 'last';
type Sort = 'asc' | 'desc';

let databases: Databases;
let db: PrismaClient;
let ids: readonly string[];

const BANS = [null, '2030-01-01', '2031-01-01'];
const rows = Array.from({ length: 12 }, (_, i) => ({
  id: `usr_${String(i).padStart(2, '0')}`,
  approved: i % 2 === 0,
  bannedUntil: BANS[i % 3] ? new Date(`${BANS[i % 3]}T00:00:00Z`) : null,
}));

beforeAll(async () => {
  databases = await cloneDatabases([
    { name: 'users', prismaDirectory: new URL('../../../prisma/users', import.meta.url).pathname },
  ]);
  db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databases.url('users') }) });
  for (const row of rows)
    await db.user.create({
      data: {
        ...row,
        handle: row.id.replace('_', '-'),
        displayName: 'Kim',
        email: `${row.id}@example.org`,
        status: 'ACTIVE',
      },
    });
  ids = rows.map(({ id }) => id);
});
afterAll(async () => {
  await db.$disconnect();
  await databases.drop();
});

/** What PostgreSQL makes of the order, which pages must add up to. */
async function inOrder(order: object[]): Promise<string[]> {
  return (await db.user.findMany({ orderBy: order, select: { id: true } })).map(({ id }) => id);
}

const SORTS: readonly Sort[] = ['asc', 'desc'];
const NULLS: readonly (Nulls | null)[] = ['first', 'last', null];

/** Every order by a boolean, a nullable column and the id, the first two in either place. */
const orders: readonly object[][] = SORTS.flatMap((approved) =>
  SORTS.flatMap((sort) =>
    NULLS.flatMap((nulls) =>
      SORTS.flatMap((id) => {
        const banned = { bannedUntil: nulls ? { sort, nulls } : sort };
        return [
          [{ approved }, banned, { id }],
          [banned, { approved }, { id }],
        ];
      }),
    ),
  ),
);

const page = (args: PageArgs, order: object[]) => paginate(db.user, args, { order: order as never });

describe('pages of a table', () => {
  test('add up to the list in both directions, over nulls and booleans', async () => {
    for (const [at, order] of orders.entries()) {
      const size = 1 + (at % 5);
      const forward: string[] = [];
      const backward: string[] = [];
      for (let after: string | null = null, more = true; more && forward.length <= ids.length; ) {
        const { nodes, pageInfo }: Awaited<ReturnType<typeof page>> = await page({ first: size, after }, order);
        forward.push(...nodes.map(({ id }) => id));
        [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
      }
      for (let before: string | null = null, more = true; more && backward.length <= ids.length; ) {
        const { nodes, pageInfo }: Awaited<ReturnType<typeof page>> = await page({ last: size, before }, order);
        backward.unshift(...nodes.map(({ id }) => id));
        [before, more] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
      }
      const all = await inOrder(order);
      expect({ order, forward, backward }).toEqual({ order, forward: all, backward: all });
    }
  });

  test('end at a fixed cursor, in both directions', async () => {
    for (const [at, order] of orders.entries()) {
      const all = await inOrder(order);
      const { edges } = await page({ first: 100 }, order);
      const [from, to, size] = [(at * 5) % 12, (at * 7) % 12, at % 4];
      const cursors = { after: edges[from]?.cursor, before: edges[to]?.cursor };
      const between = all.slice(from + 1, Math.max(from + 1, to));
      const first = await page({ first: size, ...cursors }, order);
      const last = await page({ last: size, ...cursors }, order);
      expect([first, last].map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([
        between.slice(0, size),
        between.slice(Math.max(0, between.length - size)),
      ]);
      expect(first.pageInfo.hasNextPage).toBe(between.length > size);
      expect(last.pageInfo.hasPreviousPage).toBe(between.length > size);
    }
  });

  test('of no rows say whether there are any', async () => {
    const nothing = { startCursor: null, endCursor: null };
    const [first, last] = [await page({ first: 0 }, [{ id: 'asc' }]), await page({ last: 0 }, [{ id: 'asc' }])];
    expect(first).toMatchObject({ nodes: [], pageInfo: { ...nothing, hasNextPage: true, hasPreviousPage: false } });
    expect(last).toMatchObject({ nodes: [], pageInfo: { ...nothing, hasNextPage: false, hasPreviousPage: true } });
  });
});
