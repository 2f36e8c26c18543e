/**
 * A TCP connection: the eleven states of RFC 9293 3.3.2, as figure 5 draws them, in three regions besides CLOSED: while
 * the ends learn of each other, while we may send, and once we have closed.
 *
 * What is modelled: opening, also by both ends at once; closing by halves, by both at once, by close(2) and by reset;
 * acceptability and challenges (RFC 5961); windows, scaled (RFC 7323), silly window syndrome, probes of a zero window;
 * SACK (RFC 2018, 6675), retransmission (RFC 6298), congestion control (RFC 5681, 6582, 6928); delayed and quick ACKs,
 * Nagle and PSH as Linux has them; keep-alive; urgent octets (RFC 6093).
 *
 * What is left out: timestamps, ECN, fast open; text and FIN on a SYN (the peer sends them again); RACK, tail loss
 * probes, proportional rate reduction, D-SACK; packets of more than two segments; fewer retries for an orphan; a new
 * SYN that takes over TIME-WAIT. A listener is not a machine that forks: for each SYN the host starts a machine, opens
 * it passively and hands it the SYN. So where the RFC goes back from SYN-RECEIVED to LISTEN, this machine is CLOSED:
 * the listener never stopped listening.
 *
 * The order of candidates of `arrived` is the order of RFC 9293 3.10.7.4's checks. The regions are in `states/`.
 */
import { setup } from 'xstate';
import type { StateOf } from '../machine/config';
import { bridge, bridgeGuards, defineModel, held, type Model, type Types } from '../machine/model';
import type { TcpCommand, TcpEvent, TcpInput } from '../machine/transport';
import { guards } from './guards';
import { rules } from './rules';
import { closing } from './states/closing';
import { opening } from './states/opening';
import { synchronised } from './states/synchronised';
import { initial, type Tcb } from './tcb/tcb';

const machine = setup({
  types: {} as Types<Tcb, TcpEvent, TcpCommand, TcpInput>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'tcp',
  context: ({ input }) => held(initial(input)),
  initial: 'CLOSED',
  on: {
    OPEN: { actions: 'violateExists' },
    PAUSE: { actions: 'pause' },
    RESUME: { actions: 'resume' },
    OPTION: { actions: 'setOption' },
    unreachable: { actions: 'noteUnreachable' },
    timeout: [
      { guard: 'retransmissionExhausted', target: '.CLOSED', actions: 'failTimedOut' },
      { guard: 'retransmissionDue', actions: 'retransmit' },
      { guard: 'delayedAckDue', actions: 'delayOver' },
      { guard: 'persistExhausted', target: '.CLOSED', actions: 'failTimedOut' },
      { guard: 'persistDue', actions: 'probeWindow' },
      { guard: 'keepAliveExhausted', target: '.CLOSED', actions: ['failTimedOut', 'resetPeer'] },
      { guard: 'keepAliveDue', actions: 'keepAlive' },
      { actions: 'noteLate' },
    ],
    '*': { actions: 'noteIgnored' },
  },
  states: {
    CLOSED: {
      id: 'CLOSED',
      meta: { rfc: '9293 3.10.7.1' },
      entry: 'forget',
      on: {
        OPEN: [
          { guard: 'opensPassively', target: '#LISTEN', actions: 'listen' },
          { target: '#SYN-SENT', actions: 'transmitSyn' },
        ],
        PAUSE: [{ guard: 'keepsUnread', actions: 'pause' }, { actions: 'violateNone' }],
        RESUME: [{ guard: 'keepsUnread', actions: ['handOver', 'forget'] }, { actions: 'violateNone' }],
        CLOSE: [{ guard: 'keepsUnread', actions: ['release', 'forget'] }, { actions: 'violateNone' }],
        ABORT: [{ guard: 'keepsUnread', actions: ['abandon', 'forget'] }, { actions: 'violateNone' }],
        arrived: [{ guard: 'isReset', actions: 'dropSegment' }, { actions: 'refuse' }],
        timeout: { actions: 'noteLate' },
        unreachable: { actions: 'noteIgnored' },
        '*': { actions: 'violateNone' },
      },
    },
    opening,
    synchronised,
    closing,
  },
});

export type TcpStates = StateOf<typeof machine>;

/** One TCP connection. */
export const tcp: Model<Tcb, TcpEvent, TcpCommand, TcpInput> = defineModel(machine, initial);
