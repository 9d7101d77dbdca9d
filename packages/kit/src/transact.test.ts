import { refuseDuplicates } from './transact.ts';

/** What Prisma's adapter throws when a unique index is breached. */
const breachOf = (index: string) =>
  Object.assign(new Error('breach'), {
    meta: { driverAdapterError: { cause: { originalCode: '23505', constraint: { index } } } },
  });

describe('the breach of a unique index', () => {
  const taken = new Error('taken');
  const refuse = refuseDuplicates({ name: taken });

  test.each(['Person_name_key', 'Person_teamId_name_key', 'teamId,name'])('is known by its column: %s', (index) => {
    expect(() => refuse(breachOf(index))).toThrow(taken);
  });

  test.each(['Person_surname_key', 'Person_names_key'])('of another column stays a fault: %s', (index) => {
    expect(() => refuse(breachOf(index))).toThrow('breach');
  });
});
