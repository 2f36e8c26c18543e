// npm run bench: ratios measured side by side in one run.
import { install } from './install.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
await import('../bench/run.ts');
