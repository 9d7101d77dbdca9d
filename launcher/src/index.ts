export { compose, freshSupergraph } from './compose.ts';
export { type Foundations, type House, openHouse, prepareDatabases, startSubgraphs } from './one-process.ts';
