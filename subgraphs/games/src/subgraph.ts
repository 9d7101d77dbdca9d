import { defineSubgraph } from '@fieldhouse/kit';
import { parts } from './__generated__/parts.ts';
import { prepareCatalogue } from './refresh.ts';

export default defineSubgraph({ name: 'games', ...parts, prepare: prepareCatalogue });
