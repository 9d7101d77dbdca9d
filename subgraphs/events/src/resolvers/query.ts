import { BadInput, paginate } from '@fieldhouse/kit';
import type { EventsContext } from '../__generated__/context.ts';
import type { EventFilter, QueryResolvers } from '../__generated__/resolvers.ts';
import { ensureSpan } from '../schedule.ts';

const LONGEST_DAYS = 400;
const MOST_EVENTS = 500;

export const Query: QueryResolvers = {
  event: (_, { id }, { load }) => load.event.load(id),
  events: async (_, { filter, ...args }, context) => {
    const where = { AND: [matching(filter), await ownTeams(context)] };
    return paginate(context.db.event, args, { where, order: [{ startsAt: 'asc' }, { id: 'asc' }] });
  },
  calendar: async (_, { from, to }, { viewer, db }) => {
    const complaint = ensureSpan(from, to, LONGEST_DAYS);
    if (complaint) throw new BadInput(complaint);
    const events = await db.event.findMany({
      where: { startsAt: { lt: to }, endsAt: { gt: from }, attendances: { some: { userId: viewer.id } } },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: MOST_EVENTS + 1,
    });
    if (events.length > MOST_EVENTS) throw new BadInput(`More than ${MOST_EVENTS} events: ask for a shorter span`);
    return events;
  },
  declinedBy: async (_, { eventId }, { db }) => {
    const where = { eventId, response: 'DECLINED' as const };
    return (await db.attendance.findMany({ where, select: { userId: true } })).map(({ userId }) => userId);
  },
};

function matching(filter: EventFilter | null | undefined): object {
  const { teamId, from, to, kinds, status } = filter ?? {};
  return {
    ...(teamId ? { teamId } : {}),
    ...(from ? { endsAt: { gt: from } } : {}),
    ...(to ? { startsAt: { lt: to } } : {}),
    ...(kinds ? { kind: { in: [...kinds] } } : {}),
    ...(status ? { status: { in: [...status] } } : {}),
  };
}

/** Administrators see all, everybody else what their teams do. */
async function ownTeams({ viewer, load }: EventsContext): Promise<object> {
  if (viewer.roles.includes('ADMIN')) return {};
  const places = await load.places.load(viewer.id);
  return { teamId: { in: places.filter(({ active }) => active).map(({ teamId }) => teamId) } };
}
