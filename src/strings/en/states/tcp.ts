/** TCP's states, and the regions that they lie in. */
import type { StateWords } from '../../state-words';

export const tcp: StateWords['TCP'] = {
  CLOSED: 'No connection. A segment that comes here belongs to none and is answered with a reset.',
  opening: 'The two ends learn of each other: a SYN each, and an acknowledgment of it.',
  LISTEN: "Waits for any peer's SYN.",
  'SYN-SENT': "We sent a SYN and wait for the peer's, with an acknowledgment of ours. An active OPEN is here.",
  'SYN-RECEIVED': 'Both SYNs are known here; the peer has yet to acknowledge ours.',
  synchronised: 'Both ends know both sequence numbers, and we may send.',
  ESTABLISHED: 'Open: octets flow both ways.',
  'CLOSE-WAIT': 'The peer has closed its direction; we may still send, and have yet to close ours.',
  closing: 'We have closed our direction: nothing more is sent but what was queued, and a FIN.',
  'FIN-WAIT-1': 'We closed: our FIN follows the last octet, and is not acknowledged yet. The peer may still send.',
  'FIN-WAIT-2': 'Our direction is closed and the peer knows; it may still send, until its own FIN.',
  CLOSING: 'Both closed at once: the FINs crossed, and ours is not acknowledged yet.',
  'LAST-ACK': 'The peer closed first, then we did: only the acknowledgment of our FIN is missing.',
  'TIME-WAIT':
    'Closed on both sides. Stays so that the last ACK can be said again, and until old duplicates have died out: two ' +
    'maximum segment lifetimes, which RFC 9293 makes four minutes and Linux 60 s.',
};
