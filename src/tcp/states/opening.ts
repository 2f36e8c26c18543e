/** From a first SYN until both ends have acknowledged each other's. */
import { reset } from './checks';

export const opening = {
  meta: { rfc: '9293 3.5' },
  initial: 'LISTEN',
  states: {
    LISTEN: {
      id: 'LISTEN',
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
} as const;
