import { type DocumentNode, defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { liveComplaints } from './declared.ts';

/** What a request for a live field says of versions, and is answered. */
export interface LiveRequest {
  /** Where each is told: the version told last. The field answers the next, if there is one; the newest where nothing was told. */
  readonly after?: number | undefined;
  /** The version of what the field answered. */
  version?: number;
}

/** What a request says by its extensions. */
export function liveRequest(extensions: Readonly<Record<string, unknown>> | undefined): LiveRequest {
  const { after } = (extensions?.live ?? {}) as { after?: unknown };
  return typeof after === 'number' ? { after } : {};
}

/** A value and the version that it belongs to. */
class AtVersion {
  readonly version: number;
  readonly value: unknown;

  constructor(version: number, value: unknown) {
    this.version = version;
    this.value = value;
  }
}

/** What a live field answers where that has no `version` of its own: a number, or another's row. */
export const atVersion = <T>(version: number, value: T): T => new AtVersion(version, value) as T;

/**
 * A field of `Subscription` is resolved as one of `Query` is, anew each time; the answer says of which version it is.
 * Throws, so that the subgraph does not start, where one is declared wrongly.
 */
export function resolveLive(subgraph: string, schema: GraphQLSchema, typeDefs: DocumentNode): void {
  const complaints = liveComplaints(typeDefs);
  if (complaints.length > 0) throw new Error(`${subgraph}: ${complaints.join('; ')}`);
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver, name } = field;
    field.resolve = async (parent, args, context: { readonly live: LiveRequest }, info) => {
      const found: unknown = await resolve(parent, args, context, info);
      if (found === null || found === undefined) return null;
      const { version } = found as { readonly version?: unknown };
      if (typeof version !== 'number') throw new Error(`Subscription.${name} answers something without a version`);
      context.live.version = version;
      return found instanceof AtVersion ? found.value : found;
    };
  }
}
