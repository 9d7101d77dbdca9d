import type { RequestContext } from './context.ts';
import type { Viewer } from './viewer.ts';

/** What a rule is asked about: the object the field belongs to and the field's arguments (of a mutation: its input). */
export interface Subject {
  // Rules of one subgraph meet many parents and inputs; each reads the one or two fields it knows by name.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly parent: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly input: any;
}

/** A named rule of authorisation: it asks, it never writes. It throws only where somebody it asks is away. */
export interface Rule<Ctx = RequestContext> {
  /** In words, as docs/authorization.md and refusals show it. */
  readonly label: string;
  readonly allows: (viewer: Viewer, about: Subject, context: Ctx) => boolean | Promise<boolean>;
}

/** The rules that a schema's `@policy` names, by name. */
export type Policies<Ctx> = Readonly<Record<string, Rule<Ctx>>>;

/** Defines the named rules; a name the schema does not use, or uses and is not here, stops the start. */
export const definePolicies = <Ctx>(policies: Policies<Ctx>): Policies<Ctx> => policies;
