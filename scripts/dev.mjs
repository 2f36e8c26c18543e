// npm run dev [-- --port N]: the page and the gallery of diagrams, reloaded as their files change; lessons too. Types
// and tests run beside it: `npx tsc -p tsconfig.json --watch`, `npx vitest test/diagram`.
import { parseArgs } from 'node:util';
import { install } from './install.mjs';

const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
install();
const { createServer } = await import('vite');
const server = await createServer(port === undefined ? {} : { server: { port: Number(port) } });
await server.listen();
server.printUrls();
for (const url of server.resolvedUrls?.local ?? []) console.log(`  ➜  Gallery: ${url}test/gallery/`);
