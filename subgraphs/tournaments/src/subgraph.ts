import { defineSubgraph } from '@fieldhouse/kit';
import { parts } from './__generated__/parts.ts';

export default defineSubgraph({ name: 'tournaments', ...parts });
