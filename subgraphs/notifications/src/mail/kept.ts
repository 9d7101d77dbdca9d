import type { Database } from '../__generated__/database.ts';
import type { Mail } from './post.ts';

/** So many are kept; the oldest go. */
const MOST = 50;

/** Keeps a mail instead of sending it. */
export async function keep(
  db: Pick<Database, 'keptMail'>,
  { id, userId, to, subject, text, html, createdAt }: Omit<Mail, 'from'> & { userId: string; createdAt: Date },
): Promise<void> {
  await db.keptMail.createMany({ data: [{ id, userId, to, subject, text, html, createdAt }], skipDuplicates: true });
  const [last] = await db.keptMail.findMany({ ...LATEST, skip: MOST, take: 1 });
  if (last) await db.keptMail.deleteMany({ where: { createdAt: { lte: last.createdAt } } });
}

/** The latest that were kept. */
export const keptMails = (db: Pick<Database, 'keptMail'>) => db.keptMail.findMany({ ...LATEST, take: MOST });

const LATEST = { orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }] };
