// npm start: installs what is missing, then serves the app and prints its address; what it does meanwhile, it says.
import { install } from './install.mjs';

install();
console.error('Starting the page; its address follows.');
// npm that is ended by a signal does not always pass it on; a server without its parent would keep the port.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000).unref();
await import('../node_modules/vite/bin/vite.js');
