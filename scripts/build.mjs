// npm run build: a static site in dist/ that works from any sub-path.
import { install } from './install.mjs';
import { run } from './steps.mjs';

install();
process.exitCode = (await run(['vite', 'build', ...process.argv.slice(2)], { live: true })).code;
