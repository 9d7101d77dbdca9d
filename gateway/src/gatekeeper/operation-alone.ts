import { type DocumentNode, separateOperations } from 'graphql';
import type { KnownOperation } from './known-operations.ts';
import { perOperation } from './per-operation.ts';

/** The document without operations that were not asked for, and without their fragments. */
export const operationAlone = perOperation(
  ({ document, name = '' }: KnownOperation): DocumentNode => separateOperations(document)[name] ?? document,
);
