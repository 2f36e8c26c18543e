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

/** The connection is lost, or its layer failed while it is still there. */
export const lost = {
  failed: { guard: 'ours', target: 'IDLE', actions: 'tellBroken' },
  broken: { guard: 'ours', target: 'IDLE', actions: 'tellInsecure' },
} as const;
