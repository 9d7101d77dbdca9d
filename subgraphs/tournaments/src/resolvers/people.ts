import { personReference } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';

/** A person, with name and avatar from this domain's own copy. */
export async function person(id: string, { load }: Pick<TournamentsContext, 'load'>) {
  const copy = await load.person.load(id);
  return copy && personReference(copy);
}
