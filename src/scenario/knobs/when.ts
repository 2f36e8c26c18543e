/** When knobs mean something: conditions that several of them share. */

export const v4 = (value: (name: string) => unknown) => value('ipVersion') === 4;

/** The kind of firewall decides, not rules of the learner's own. */
export const plain = (side: string) => (value: (name: string) => unknown) => value(`${side}.rules`) === null;

export const passive = (value: (name: string) => unknown) =>
  value('dataMode') === 'PASV' || value('dataMode') === 'EPSV';

/** Whether an edge keeps anything of a connection in mind. */
export const tracks = (edge: string) => (value: (name: string) => unknown) =>
  (v4(value) && value(`${edge}.nat`) === true) ||
  value(`${edge}.firewall`) !== 'none' ||
  value(`${edge}.rules`) !== null ||
  value(`${edge}.ftpHelper`) === true;

/** Whether the client asks for TLS. */
export const secured = (value: (name: string) => unknown) => value('security') !== 'none';

/** Whether the server has TLS to offer. */
export const offersTls = (value: (name: string) => unknown) => value('server.tls') !== 'off';

/** Whether a carrier translates beyond the client's edge. */
export const carried = (value: (name: string) => unknown) =>
  v4(value) && value('clientEdge.nat') === true && value('carrier.nat') === true;
