import { describeRebuild } from './describe-rebuild.ts';

describeRebuild('through PostgreSQL', {});
