// npm run fuzz: 10 million seeded inputs over every parser of what comes from outside, and 20,000 scenarios.
import { install } from './install.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
await import('../test/fuzz/main.ts');
