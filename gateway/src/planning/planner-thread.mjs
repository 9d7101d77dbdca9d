/**
 * What the planning thread runs. Plain JavaScript with nothing but libraries in it: Node.js 20 loads no TypeScript in a
 * worker, and a thread without a loader starts sooner.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { GraphQLError, parse } from 'graphql';

const { supergraphSdl, plannerConfig } = workerData;
const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
const schema = supergraph.apiSchema();
const planner = new QueryPlanner(supergraph, plannerConfig);

/** The planner tells of its limits in words only. */
const LIMITS =
  /^(Too many options generated|Number of non-local selections exceeds|Exceeded maximum recursive selections)/;

/**
 * @param {import('./planning-thread.ts').PlannedOperation} operation
 * @returns {import('./planning-thread.ts').Outcome}
 */
function outcomeOf({ source, operationName }) {
  try {
    const operation = operationFromDocument(schema, parse(source, { noLocation: true }), { operationName });
    return { plan: JSON.stringify(planner.buildQueryPlan(operation)) };
  } catch (error) {
    if (error instanceof GraphQLError) return { invalid: error.message, code: error.extensions.code };
    if (LIMITS.test(error.message)) return { tooComplex: error.message };
    return { fault: error.stack ?? String(error) };
  }
}

parentPort.on('message', (operation) => parentPort.postMessage(outcomeOf(operation)));
parentPort.postMessage('ready');
