import base from '../../jest.config.mjs';
import { fromRoot } from './from-root.mjs';

/** The ordinary tests on code with one safeguard less. */
export default fromRoot(base);
