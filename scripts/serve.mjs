// A static server for the built site under a sub-path, as any web space would serve it. Nothing else is answered, so
// that an address written from the root of the host fails.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { root } from './install.mjs';

const subPath = '/some/sub-path/';
const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

function fileFor(address) {
  const { pathname } = new URL(address, 'http://localhost');
  if (!pathname.startsWith(subPath)) return undefined;
  const inside = normalize(decodeURIComponent(pathname.slice(subPath.length)));
  if (inside.startsWith('..')) return undefined;
  const file = join(root, 'dist', inside.endsWith('/') || inside === '.' ? join(inside, 'index.html') : inside);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

const server = createServer((request, response) => {
  const file = fileFor(request.url ?? '/');
  if (file === undefined) return response.writeHead(404).end('Not found');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}${subPath}`));
