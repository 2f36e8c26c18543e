// npm run -s portcall -- ...: the command line, from its TypeScript source.
import { install } from './install.mjs';

install();
const { register } = await import('tsx/esm/api');
register();
await import('../src/cli.ts');
