/** Rows that the data transfer processes of both ends have alike: what they hear, and what it means to either. */

/** At any time: the notice of something that is over, or a session of TLS that can be resumed. */
export const anyTime = {
  started: { actions: 'letGo' },
  closed: { actions: 'letGo' },
  drained: { actions: 'letGo' },
  resumable: { actions: 'tellResumable' },
} as const;

/** The host was asked for a port. */
export const binding = {
  listening: { guard: 'ours', target: 'LISTENING', actions: 'tellListening' },
  failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnlistened' },
} as const;

/** The host has no connection to give. */
export const unopened = {
  failed: { guard: 'ours', target: 'IDLE', actions: 'tellUnopened' },
} as const;

/** The other end was called. */
export const dialling = {
  opened: { guard: 'ours', target: 'OPEN', actions: 'tellOpened' },
  ...unopened,
} as const;

/** The connection is lost, or its layer failed while it is still there. */
export const lost = {
  failed: { guard: 'ours', target: 'IDLE', actions: 'tellBroken' },
  broken: { guard: 'ours', target: 'IDLE', actions: 'tellInsecure' },
} as const;

/** It stands, and nobody has asked for its octets yet. */
export const open = {
  received: { guard: 'ours', actions: 'keep' },
  peerClosed: { guard: 'ours', actions: 'noteEnd' },
  ...lost,
} as const;
