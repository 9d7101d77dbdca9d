/** Whether the registered operations still fit the API. */
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Finding } from './api.ts';

/** The complaints about each registered operation, by file. */
export const operationFindings = (schema: GraphQLSchema, operations: ReadonlyMap<string, string>): Finding[] =>
  [...operations].flatMap(([file, source]) =>
    validate(schema, parse(source)).map(({ message }): Finding => ({ level: 'breaking', path: file, message })),
  );
