/** When knobs mean something: conditions that several of them share. */

export const not = <const V>(value: V) => ({ not: value }) as const;

export const v4 = { ipVersion: [4] } as const;

export const passive = { dataMode: ['PASV', 'EPSV'] } as const;

export const active = { dataMode: ['PORT', 'EPRT'] } as const;

/** The client asks for TLS. */
export const secured = { security: not('none') } as const;

/** The server has TLS to offer. */
export const offersTls = { 'server.tls': not('off') } as const;

/** A client on the server's network has no edge of its own. */
export const internet = { 'client.place': ['internet'] } as const;

/** A carrier translates beyond the client's edge. */
export const carried = { ...v4, 'clientEdge.nat': [true], 'carrier.nat': [true] } as const;
