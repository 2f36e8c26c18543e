/** The connection stands, for both ends or only for ours. */
import { checks, reset, unread } from './checks';

export const synchronised = {
  meta: { rfc: '9293 3.3.2' },
  initial: 'ESTABLISHED',
  on: { SEND: { actions: ['queue', 'output'] }, OPTION: { actions: ['setOption', 'output'] }, ABORT: reset },
  states: {
    ESTABLISHED: {
      id: 'ESTABLISHED',
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
      meta: { rfc: '9293 3.10.7.4' },
      on: {
        CLOSE: [unread, { target: '#LAST-ACK', actions: ['release', 'close', 'output'] }],
        arrived: [...checks, { actions: ['acknowledge', 'output'] }],
      },
    },
  },
} as const;
