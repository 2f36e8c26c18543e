/** From our FIN until the connection is forgotten. */
import { again, checks, reset, unread, unwanted } from './checks';

/** Both FINs are said: what the acknowledgment of ours leads to. */
const awaitsAck = <T extends string>(target: T) =>
  ({
    CLOSE: [again, unread, { actions: 'release' }],
    ABORT: { target: '#CLOSED' },
    arrived: [
      { guard: 'isExactReset', target: '#CLOSED', actions: 'failUnfinished' },
      ...checks,
      { guard: 'acknowledgesFin', target, actions: 'acknowledge' },
      { actions: ['acknowledge', 'output'] },
    ],
  }) as const;

export const closing = {
  meta: { rfc: '9293 3.6' },
  initial: 'FIN-WAIT-1',
  on: { SEND: { actions: 'violateClosing' } },
  states: {
    'FIN-WAIT-1': {
      id: 'FIN-WAIT-1',
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
      meta: { rfc: '9293 3.10.7.4' },
      on: awaitsAck('#TIME-WAIT'),
    },
    'LAST-ACK': {
      id: 'LAST-ACK',
      meta: { rfc: '9293 3.10.7.4' },
      on: awaitsAck('#CLOSED'),
    },
    'TIME-WAIT': {
      id: 'TIME-WAIT',
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
} as const;
