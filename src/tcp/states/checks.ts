/** What several states answer alike. */

/** First to fifth check of 3.10.7.4, the same wherever the connection is synchronised. */
export const checks = [
  { guard: 'isStrayReset', actions: 'dropSegment' },
  { guard: 'isUnacceptable', actions: 'challengeSequence' },
  { guard: 'isExactReset', target: '#CLOSED', actions: 'fail' },
  { guard: 'isReset', actions: 'challengeReset' },
  { guard: 'hasSyn', actions: 'challengeSyn' },
  { guard: 'lacksAck', actions: 'dropSegment' },
  { guard: 'acknowledgesOddly', actions: 'challengeAck' },
] as const;

/** After close(2): octets that nobody will read. */
export const unwanted = { guard: 'bringsUnwanted', target: '#CLOSED', actions: ['noteUnwanted', 'refuse'] } as const;
export const unread = {
  guard: 'leavesUnread',
  target: '#CLOSED',
  actions: ['release', 'noteUnread', 'resetPeer'],
} as const;
export const again = { guard: 'closesAgain', actions: 'violateClosing' } as const;
export const reset = { target: '#CLOSED', actions: 'resetPeer' } as const;
