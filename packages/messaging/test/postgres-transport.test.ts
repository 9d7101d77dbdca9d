import { newDatabase } from './support/database.ts';
import { describeTransport } from './transport-conformance.ts';

describeTransport('the PostgreSQL transport', async () => ({ bus: await newDatabase('bus') }));
