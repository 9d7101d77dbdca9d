export { compose, freshSupergraph } from './compose.ts';
export { openHouse } from './house.ts';
export { loadSubgraph } from './load-subgraph.ts';
export { settled } from './settled.ts';
export { type Infrastructure, prepareDatabases, startSubgraphs } from './subgraphs.ts';
