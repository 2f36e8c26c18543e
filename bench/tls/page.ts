/** In the browser: the same work on TLS as in Node. */
import { measure } from '../work/tls';

Object.assign(window, { bench: { measure } });
