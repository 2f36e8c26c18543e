import { alerts } from '../../src/tls/messages/alerts';

/** Names that a failure may have: an alert's, or how the connection ended. */
export const names = new Set([...Object.keys(alerts), 'truncated', 'handshake_ended']);
