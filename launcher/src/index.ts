export { compose, freshSupergraph } from './compose.ts';
export { type House, openHouse } from './house.ts';
export { type Foundations, prepareDatabases, startSubgraphs } from './subgraphs.ts';
