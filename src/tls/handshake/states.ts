/** Parts of the configuration that both machines have: the frame of a handshake, and the states after it. */

/** One way on for each turn that a message may take, and the alert where it takes none. */
export function ways<T extends string, B extends string>(
  turns: Readonly<Partial<Record<T, string>>>,
  bad: readonly B[],
) {
  return [
    ...Object.entries<string | undefined>(turns).map(([guard, target]) => ({
      guard: guard as T,
      target: target as string,
      actions: 'take' as const,
    })),
    ...bad.map((kind) => ({
      guard: `bad ${kind}` as `bad ${B}`,
      target: '#FAILED' as string,
      actions: 'fail' as const,
    })),
  ];
}

/** What a state has that awaits these messages and nothing else of its own. */
export const awaits = <T extends string, B extends string>(
  turns: Readonly<Partial<Record<T, string>>>,
  bad: readonly B[],
) => ({ on: { continued: ways(turns, bad) } });

/** What may come at any time in a handshake. */
const meanwhile = [
  { guard: 'fatal alert', target: '#FAILED', actions: 'takeLast' },
  { guard: 'close_notify', target: '#FAILED', actions: ['takeLast', 'failClosed'] },
  { guard: 'warning', actions: 'take' },
  { guard: 'ignored ChangeCipherSpec', actions: 'take' },
  { guard: 'broken', target: '#FAILED', actions: 'fail' },
  { target: '#FAILED', actions: 'unexpected' },
] as const;

/** What every state of the handshake answers alike: it is asked where the state itself has no answer. */
const handshake = {
  meta: { rfc: '8446 4' },
  on: {
    arrived: { actions: 'gather' },
    SEND: { actions: 'hold' },
    CLOSE: { target: '#CLOSED', actions: ['noteGivenUp', 'close'] },
    REMOVE: { target: '#CLOSED', actions: ['noteGivenUp', 'close'] },
    ended: { target: '#FAILED', actions: 'failEnded' },
    continued: meanwhile,
  },
} as const;

/** What may come once it is done. */
const after = [
  { guard: 'ApplicationData', actions: 'take' },
  { guard: 'NewSessionTicket', actions: 'take' },
  { guard: 'KeyUpdate', actions: 'take' },
  { guard: 'renegotiation', actions: 'refuseRenegotiation' },
  { guard: 'bad NewSessionTicket', target: '#FAILED', actions: 'fail' },
  { guard: 'bad KeyUpdate', target: '#FAILED', actions: 'fail' },
  { guard: 'fatal alert', target: '#FAILED', actions: 'takeLast' },
  { guard: 'warning', actions: 'take' },
  { guard: 'broken', target: '#FAILED', actions: 'fail' },
  { target: '#FAILED', actions: 'unexpected' },
] as const;

const ended = [
  { guard: 'endsAtTruncation', target: '#CLOSED', actions: 'noteTruncated' },
  { guard: 'toleratesTruncation', target: '#CLOSE_RECEIVED', actions: 'noteTruncated' },
  { target: '#FAILED', actions: 'failTruncated' },
] as const;

/** From CONNECTED to the end, alike for both roles. */
const connected = {
  CONNECTED: {
    id: 'CONNECTED',
    meta: { rfc: '8446 appendix A' },
    on: {
      arrived: { actions: 'gather' },
      SEND: { actions: 'send' },
      CLOSE: [
        { guard: 'silent', target: '#CLOSED', actions: 'close' },
        { target: '#CLOSE_SENT', actions: ['sayClose', 'close'] },
      ],
      REMOVE: [
        { guard: 'without a word', target: '#CLOSED', actions: 'close' },
        { target: '#REMOVING', actions: 'sayClose' },
      ],
      ended,
      continued: [
        { guard: 'close_notify', target: '#CLOSE_RECEIVED', actions: ['takeLast', 'tellPeerClosed'] },
        ...after,
      ],
    },
  },
  closing: {
    meta: { rfc: '8446 6.1' },
    initial: 'CLOSE_SENT',
    states: {
      CLOSE_SENT: {
        id: 'CLOSE_SENT',
        meta: { rfc: '8446 6.1' },
        on: {
          arrived: { actions: 'gather' },
          SEND: { actions: 'noteClosed' },
          CLOSE: { actions: 'close' },
          REMOVE: { target: '#REMOVING' },
          ended: { target: '#CLOSED', actions: 'noteEnded' },
          continued: [{ guard: 'close_notify', target: '#CLOSED', actions: ['takeLast', 'tellPeerClosed'] }, ...after],
        },
      },
      CLOSE_RECEIVED: {
        id: 'CLOSE_RECEIVED',
        meta: { rfc: '8446 6.1' },
        on: {
          arrived: { actions: 'noteLate' },
          SEND: { actions: 'send' },
          CLOSE: [
            { guard: 'silent', target: '#CLOSED', actions: 'close' },
            { target: '#CLOSED', actions: ['sayClose', 'close'] },
          ],
          REMOVE: [
            { guard: 'without a word', target: '#CLOSED', actions: 'close' },
            { target: '#CLOSED', actions: ['sayClose', 'handBack', 'close'] },
          ],
          ended: { actions: 'noteEnded' },
        },
      },
      REMOVING: {
        id: 'REMOVING',
        meta: { rfc: '4217 12.3' },
        on: {
          arrived: { actions: 'gather' },
          SEND: { actions: 'noteClosed' },
          CLOSE: { target: '#CLOSED', actions: 'close' },
          REMOVE: { actions: 'noteOdd' },
          ended,
          continued: [
            { guard: 'close_notify', target: '#CLOSED', actions: ['takeLast', 'handBack', 'close'] },
            ...after,
          ],
        },
      },
    },
  },
  CLOSED: {
    id: 'CLOSED',
    meta: { rfc: '8446 6.1' },
    on: {
      arrived: { actions: 'noteLate' },
      SEND: { actions: 'noteClosed' },
      CLOSE: { actions: 'close' },
      REMOVE: { actions: 'close' },
      ended: { actions: 'noteEnded' },
    },
  },
  FAILED: {
    id: 'FAILED',
    meta: { rfc: '8446 6.2' },
    on: {
      arrived: { actions: 'leaveUnread' },
      SEND: { actions: 'noteClosed' },
      CLOSE: [{ guard: 'unread', actions: 'closeUnread' }, { actions: 'close' }],
      REMOVE: { actions: 'close' },
      ended: { actions: 'noteEnded' },
    },
  },
} as const;

/** A role's whole configuration, from what it awaits in the handshake. */
export const around = <const S>(states: S) =>
  ({
    initial: 'handshake',
    on: { '*': { actions: 'noteOdd' } },
    states: { handshake: { ...handshake, initial: 'START', states }, ...connected },
  }) as const;
