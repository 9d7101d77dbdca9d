/** What changed in the API schema between two supergraphs. */

import { Supergraph } from '@apollo/federation-internals';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';

/** A change that can break clients, or surprise them; acknowledged where it was decided on. */
export interface Finding {
  readonly level: 'breaking' | 'acknowledged' | 'dangerous';
  /** Where: `Team.capacity`, or an event's name. */
  readonly path: string;
  readonly message: string;
}

/** What clients see of a supergraph. */
export const apiSchemaOf = (supergraphSdl: string): GraphQLSchema =>
  Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();

/** The changes of an API that clients could notice to their cost; additions are none. */
export async function apiFindings(before: GraphQLSchema, after: GraphQLSchema): Promise<Finding[]> {
  return (await diff(before, after)).flatMap((change: Change) => {
    const { level } = change.criticality;
    if (level === CriticalityLevel.NonBreaking) return [];
    return [
      {
        level: level === CriticalityLevel.Breaking ? 'breaking' : 'dangerous',
        path: change.path ?? '',
        message: change.message,
      },
    ];
  });
}
