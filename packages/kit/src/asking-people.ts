import { PersonProfile, type PersonProfileQuery } from './__generated__/peers/users.ts';
import type { Ask } from './ask.ts';
import { UserError } from './errors.ts';

/** What the users domain says of a person, right now. */
export type PersonSnapshot = NonNullable<PersonProfileQuery['getUserProfile']>;

/** Synchronous questions to the users domain. */
export interface People {
  /** The person, if there is one who may take part; else refuses with USER_NOT_ACTIVE. Ask before any row is locked. */
  active(userId: string, ...path: string[]): Promise<PersonSnapshot>;
}

/** People as the users subgraph answers for them. */
export const createPeople = (ask: Ask): People => ({
  active: async (userId, ...path) => {
    const { getUserProfile: person } = await ask(PersonProfile, { userId });
    if (person?.status !== 'ACTIVE') throw new UserError('USER_NOT_ACTIVE', 'No such person, or not active', ...path);
    return person;
  },
});
