/** How a server's data transfer process comes to a connection, and how it leaves it. */
import type { Command, Endpoint, Micros } from '../../machine/contract';
import { accepted, bound, dialled, unlisten } from './data-connection';
import { asked, cancelled, closeWhole, over, stored, tell, type DtpRule, type ServerDtp } from './server-dtp-state';

export const opening = {
  bind: (context, event) => {
    const { address, port } = asked(event, 'listen');
    return bound(context, 'passive', { address, port });
  },
  forget: (context) => ({ context: over, commands: [...closeWhole(context), ...unlisten(context)] }),
  dial: (context, event) => {
    const { remote, local, patience, stall } = asked(event, 'open');
    const called = dialled(context, remote as Endpoint, local);
    return {
      context: { ...over, ...called.context, stall },
      commands: [...called.commands, { type: 'arm', timer: 'patience', after: patience }],
    };
  },
  take: (context, event) => {
    const { peer, patience, stall } = asked(event, 'open');
    return {
      context: { ...over, listener: context.listener, peer, stall },
      commands: [accepted(context), { type: 'arm', timer: 'patience', after: patience }],
    };
  },
  tellOpened: (_context, event) =>
    'connection' in event
      ? { context: { connection: event.connection }, commands: [...cancelled('patience'), tell({ name: 'opened' })] }
      : {},
  turnAway: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('patience'),
      ...('connection' in event ? [{ type: 'close', connection: event.connection } as const] : []),
      ...unlisten(context),
      tell({ name: 'unopened', reason: 'stranger' }),
    ],
  }),
  giveUp: (context) => ({
    context: over,
    commands: [...closeWhole(context), ...unlisten(context), tell({ name: 'unopened', reason: 'timeout' })],
  }),
  tellUnopened: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('patience'),
      ...unlisten(context),
      ...(event.type === 'failed' ? [tell({ name: 'unopened', reason: event.reason })] : []),
    ],
  }),
} satisfies Record<string, DtpRule>;

const shut = ({ connection }: ServerDtp, lingering: Micros): readonly Command[] => [
  { type: 'shutdownWrite', connection: connection ?? '' },
  { type: 'arm', timer: 'linger', after: lingering },
];

export const leaving = {
  close: (context) => ({ context: { listener: null }, commands: [...closeWhole(context), ...unlisten(context)] }),
  shut: (context, event) => ({
    context: { listener: null },
    commands: [...shut(context, asked(event, 'close').lingering ?? 0), ...unlisten(context)],
  }),
  abort: (context, event) => ({
    context: { sink: null, pieces: null, left: new Uint8Array(0) },
    commands: [
      ...cancelled('stall', 'pace'),
      ...stored(context, event),
      ...shut(context, asked(event, 'abort').lingering),
      ...unlisten(context),
    ],
  }),
  /** There is nothing left to shut. */
  abortBroken: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall', 'pace'),
      ...stored(context, event),
      ...unlisten(context),
      tell({ name: 'closed' }),
    ],
  }),
  closeAfterPeer: (context) => ({
    context: over,
    commands: [...cancelled('linger'), ...closeWhole(context), tell({ name: 'closed' })],
  }),
  tellClosed: () => ({ context: over, commands: [tell({ name: 'closed' })] }),
  tellGone: () => ({ context: over, commands: [...cancelled('linger'), tell({ name: 'closed' })] }),
} satisfies Record<string, DtpRule>;
