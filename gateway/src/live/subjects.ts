import { type LiveField, liveFieldsOf, VIEWER } from '@fieldhouse/kit';
import { getArgumentValues, parse } from 'graphql';
import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import { rootField } from './root-field.ts';

/** What something is about: it hears signals of that type with that id. */
export interface Subject {
  readonly type: string;
  readonly id: string;
}

/** What subscriptions are about, by what the supergraph declares of their fields. */
export interface Subjects {
  readonly fieldOf: (admitted: Admitted) => LiveField;
  readonly of: (admitted: Admitted) => Subject[];
}

/** Reads the declarations. */
export function subjectsIn(supergraphSdl: string): Subjects {
  const fields = new Map(liveFieldsOf(parse(supergraphSdl, { noLocation: true })).map((it) => [it.name, it]));
  const fieldOf = ({ operation }: Admitted): LiveField => {
    const { name } = rootField(operation);
    const field = fields.get(name.value);
    if (!field) throw new Error(`Nothing tells of Subscription.${name.value}`);
    return field;
  };
  return {
    fieldOf,
    of: (admitted) => {
      const field = fieldOf(admitted);
      const id = idOf(admitted, field);
      return field.on.map((type) => ({ type, id }));
    },
  };
}

function idOf({ operation, variables, identity }: Admitted, { name, about }: LiveField): string {
  if (about === VIEWER) return identity.visitor?.id ?? '';
  const declared = operation.schema.getSubscriptionType()?.getFields()[name];
  return declared ? String(getArgumentValues(declared, rootField(operation), variables)[about]) : '';
}
