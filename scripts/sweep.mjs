// npm run sweep: every combination of the network knobs.
import { install } from './install.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
await import('../test/sweep/run.ts');
