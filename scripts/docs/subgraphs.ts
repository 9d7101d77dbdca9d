import type { Subgraph } from '@fieldhouse/kit';
import { readSupergraphFile } from '@fieldhouse/platform';
import { loadSubgraph } from '../../launcher/src/load-subgraph.ts';

/** Every subgraph's description, in the order of supergraph.yaml. */
export const loadSubgraphs = (): Promise<Subgraph[]> => Promise.all(readSupergraphFile().map(loadSubgraph));
