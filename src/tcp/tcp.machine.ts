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
 * The order of candidates of `arrived` is the order of RFC 9293 3.10.7.4's checks.
 */
import { setup } from 'xstate';
import { bridge, bridgeGuards, defineModel, held, type Model, type Types } from '../machine/model';
import type { TcpCommand, TcpEvent, TcpInput } from '../machine/transport';
import { guards } from './guards';
import { rules } from './rules';
import { initial, type Tcb } from './tcb/tcb';

/** First to fifth check of 3.10.7.4, the same wherever the connection is synchronised. */
const checks = [
  { guard: 'isStrayReset', actions: 'dropSegment' },
  { guard: 'isUnacceptable', actions: 'challengeSequence' },
  { guard: 'isExactReset', target: '#CLOSED', actions: 'fail' },
  { guard: 'isReset', actions: 'challengeReset' },
  { guard: 'hasSyn', actions: 'challengeSyn' },
  { guard: 'lacksAck', actions: 'dropSegment' },
  { guard: 'acknowledgesOddly', actions: 'challengeAck' },
] as const;

/** After close(2): octets that nobody will read. */
const unwanted = { guard: 'bringsUnwanted', target: '#CLOSED', actions: ['noteUnwanted', 'refuse'] } as const;
const unread = { guard: 'leavesUnread', target: '#CLOSED', actions: ['release', 'noteUnread', 'resetPeer'] } as const;
const again = { guard: 'closesAgain', actions: 'violateClosing' } as const;
const reset = { target: '#CLOSED', actions: 'resetPeer' } as const;

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
      description: 'No connection. A segment that comes here belongs to none and is answered with a reset.',
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
    opening: {
      description: 'The two ends learn of each other: a SYN each, and an acknowledgment of it.',
      meta: { rfc: '9293 3.5' },
      initial: 'LISTEN',
      states: {
        LISTEN: {
          id: 'LISTEN',
          description: "Waits for any peer's SYN.",
          meta: { rfc: '9293 3.10.7.2' },
          on: {
            OPEN: [
              { guard: 'opensPassively', actions: 'violateExists' },
              { target: '#SYN-SENT', actions: 'transmitSyn' },
            ],
            SEND: { target: '#SYN-SENT', actions: ['queue', 'drain', 'transmitSyn'] },
            CLOSE: { target: '#CLOSED', actions: 'release' },
            ABORT: { target: '#CLOSED' },
            arrived: [
              { guard: 'isReset', actions: 'dropSegment' },
              { guard: 'hasAck', actions: 'refuse' },
              { guard: 'hasSyn', target: '#SYN-RECEIVED', actions: ['synchronise', 'transmitSynAck'] },
              { actions: 'dropSegment' },
            ],
          },
        },
        'SYN-SENT': {
          id: 'SYN-SENT',
          description: "We sent a SYN and wait for the peer's, with an acknowledgment of ours. An active OPEN is here.",
          meta: { rfc: '9293 3.10.7.3' },
          on: {
            SEND: { actions: ['queue', 'drain'] },
            CLOSE: { target: '#CLOSED', actions: 'release' },
            ABORT: { target: '#CLOSED' },
            unreachable: { target: '#CLOSED', actions: 'failUnreachable' },
            arrived: [
              { guard: 'isInvalidReset', actions: 'dropSegment' },
              { guard: 'acknowledgesNothing', actions: 'refuse' },
              { guard: 'isRefusal', target: '#CLOSED', actions: 'failRefused' },
              {
                guard: 'isSynAck',
                target: '#ESTABLISHED',
                actions: ['synchronise', 'establish', 'acknowledge', 'owe', 'output', 'answer'],
              },
              { guard: 'hasSyn', target: '#SYN-RECEIVED', actions: ['synchronise', 'transmitSynAck'] },
              { actions: 'dropSegment' },
            ],
          },
        },
        'SYN-RECEIVED': {
          id: 'SYN-RECEIVED',
          description: 'Both SYNs are known here; the peer has yet to acknowledge ours.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            SEND: { actions: ['queue', 'drain'] },
            CLOSE: { target: '#FIN-WAIT-1', actions: ['release', 'close', 'output'] },
            ABORT: reset,
            unreachable: { target: '#CLOSED', actions: 'failUnreachable' },
            arrived: [
              { guard: 'repeatsSyn', actions: 'repeatSynAck' },
              {
                guard: 'completesCrossing',
                target: '#ESTABLISHED',
                actions: ['establish', 'acknowledge', 'owe', 'output', 'answer'],
              },
              { guard: 'isStrayReset', actions: 'dropSegment' },
              { guard: 'isUnacceptable', actions: 'challengeSequence' },
              { guard: 'isPassiveReset', target: '#CLOSED', actions: 'noteReset' },
              { guard: 'isExactReset', target: '#CLOSED', actions: 'failRefused' },
              { guard: 'isReset', actions: 'challengeReset' },
              { guard: 'hasSyn', actions: 'challengeSyn' },
              { guard: 'lacksAck', actions: 'dropSegment' },
              { guard: 'acknowledgesNothing', actions: 'refuse' },
              {
                guard: 'reachesFin',
                target: '#CLOSE-WAIT',
                actions: ['establish', 'acknowledge', 'take', 'finish', 'output', 'answer'],
              },
              { target: '#ESTABLISHED', actions: ['establish', 'acknowledge', 'take', 'output', 'answer'] },
            ],
          },
        },
      },
    },
    synchronised: {
      description: 'Both ends know both sequence numbers, and we may send.',
      meta: { rfc: '9293 3.3.2' },
      initial: 'ESTABLISHED',
      on: { SEND: { actions: ['queue', 'output'] }, OPTION: { actions: ['setOption', 'output'] }, ABORT: reset },
      states: {
        ESTABLISHED: {
          id: 'ESTABLISHED',
          description: 'Open: octets flow both ways.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            CLOSE: [unread, { target: '#FIN-WAIT-1', actions: ['release', 'close', 'output'] }],
            arrived: [
              ...checks,
              {
                guard: 'reachesFin',
                target: '#CLOSE-WAIT',
                actions: ['acknowledge', 'take', 'finish', 'output', 'answer'],
              },
              { actions: ['acknowledge', 'take', 'output', 'answer'] },
            ],
          },
        },
        'CLOSE-WAIT': {
          id: 'CLOSE-WAIT',
          description: 'The peer has closed its direction; we may still send, and have yet to close ours.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            CLOSE: [unread, { target: '#LAST-ACK', actions: ['release', 'close', 'output'] }],
            arrived: [...checks, { actions: ['acknowledge', 'output'] }],
          },
        },
      },
    },
    closing: {
      description: 'We have closed our direction: nothing more is sent but what was queued, and a FIN.',
      meta: { rfc: '9293 3.6' },
      initial: 'FIN-WAIT-1',
      on: { SEND: { actions: 'violateClosing' } },
      states: {
        'FIN-WAIT-1': {
          id: 'FIN-WAIT-1',
          description:
            'We closed: our FIN follows the last octet, and is not acknowledged yet. The peer may still send.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            CLOSE: [again, unread, { actions: 'release' }],
            ABORT: reset,
            arrived: [
              ...checks,
              unwanted,
              {
                guard: 'acknowledgesAndReachesFin',
                target: '#TIME-WAIT',
                actions: ['acknowledge', 'take', 'finish', 'answer'],
              },
              { guard: 'acknowledgesFin', target: '#FIN-WAIT-2', actions: ['acknowledge', 'take', 'answer'] },
              {
                guard: 'reachesFin',
                target: '#CLOSING',
                actions: ['acknowledge', 'take', 'finish', 'output', 'answer'],
              },
              { actions: ['acknowledge', 'take', 'output', 'answer'] },
            ],
          },
        },
        'FIN-WAIT-2': {
          id: 'FIN-WAIT-2',
          description: 'Our direction is closed and the peer knows; it may still send, until its own FIN.',
          meta: { rfc: '9293 3.10.7.4' },
          entry: 'awaitFin',
          on: {
            CLOSE: [again, unread, { actions: ['release', 'awaitFin'] }],
            ABORT: reset,
            timeout: { guard: 'timeWaitDue', target: '#CLOSED' },
            arrived: [
              ...checks,
              unwanted,
              { guard: 'reachesFin', target: '#TIME-WAIT', actions: ['acknowledge', 'take', 'finish', 'answer'] },
              { actions: ['acknowledge', 'take', 'answer'] },
            ],
          },
        },
        CLOSING: {
          id: 'CLOSING',
          description: 'Both closed at once: the FINs crossed, and ours is not acknowledged yet.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            CLOSE: [again, unread, { actions: 'release' }],
            ABORT: { target: '#CLOSED' },
            arrived: [
              { guard: 'isExactReset', target: '#CLOSED', actions: 'failUnfinished' },
              ...checks,
              { guard: 'acknowledgesFin', target: '#TIME-WAIT', actions: 'acknowledge' },
              { actions: ['acknowledge', 'output'] },
            ],
          },
        },
        'LAST-ACK': {
          id: 'LAST-ACK',
          description: 'The peer closed first, then we did: only the acknowledgment of our FIN is missing.',
          meta: { rfc: '9293 3.10.7.4' },
          on: {
            CLOSE: [again, unread, { actions: 'release' }],
            ABORT: { target: '#CLOSED' },
            arrived: [
              { guard: 'isExactReset', target: '#CLOSED', actions: 'failUnfinished' },
              ...checks,
              { guard: 'acknowledgesFin', target: '#CLOSED', actions: 'acknowledge' },
              { actions: ['acknowledge', 'output'] },
            ],
          },
        },
        'TIME-WAIT': {
          id: 'TIME-WAIT',
          description: 'Closed on both sides. Stays for two maximum segment lifetimes, in case the last ACK was lost.',
          meta: { rfc: '9293 3.10.7.4' },
          entry: 'linger',
          on: {
            CLOSE: [again, { actions: 'release' }],
            ABORT: { target: '#CLOSED' },
            timeout: { guard: 'timeWaitDue', target: '#CLOSED' },
            arrived: [
              { guard: 'repeatsFin', actions: ['challengeSequence', 'linger'] },
              { guard: 'isExactReset', target: '#CLOSED', actions: 'noteAssassin' },
              ...checks,
              { actions: 'dropSegment' },
            ],
          },
        },
      },
    },
  },
});

/** One TCP connection. */
export const tcp: Model<Tcb, TcpEvent, TcpCommand, TcpInput> = defineModel(machine, initial);
