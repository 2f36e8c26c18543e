// npm start: installs what is missing, then serves the app and prints its address.
import { install } from './install.mjs';

install();
// npm that is ended by a signal does not always pass it on; a server without its parent would keep the port.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(), 1000).unref();
await import('../node_modules/vite/bin/vite.js');
