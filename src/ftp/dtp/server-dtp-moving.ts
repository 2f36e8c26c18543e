/** How a server's data transfer process moves octets: all it has, or block by block where there is a rate to keep. */
import type { Command, MachineEvent, Micros } from '../../machine/contract';
import { kept, unlisten } from './data-connection';
import { asked, cancelled, restAfter, stored, tell, over, type DtpRule, type ServerDtp } from './server-dtp-state';

const NOTHING = new Uint8Array(0);

/** Hands the next octets to TCP: all of them, or a block where there is a pace. */
function sendNext(
  context: ServerDtp,
  at: Micros,
): { readonly context: Partial<ServerDtp>; readonly commands: readonly Command[] } {
  const { left, pace, corked, stall, connection, size } = context;
  const octets =
    pace === null ? left : left.subarray(0, (pace.ends?.find((end) => end > size) ?? size + pace.block) - size);
  const more = corked ? { more: true as const } : {};
  return {
    context: { left: pace === null ? NOTHING : left.subarray(octets.length), size: size + octets.length, progress: at },
    commands: [
      { type: 'send', connection: connection ?? '', octets, ...more },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  };
}

const keep: DtpRule = (context, event) =>
  event.type === 'received' ? { context: { ...kept(context, event.octets), progress: event.at } } : {};

function sinkOf(event: MachineEvent): ServerDtp['sink'] {
  const { path, before, beneath = NOTHING, node, text = false, room = null } = asked(event, 'receive');
  return { path, before, beneath, node, text, room };
}

const finish: DtpRule = (context, event) => ({
  context: { sink: null, pieces: null },
  commands: [...cancelled('stall'), ...stored(context, event), tell({ name: 'ended', size: context.size })],
});

/** No more fits on the disk: what did is kept. */
const fill = (context: ServerDtp, event: MachineEvent): ReturnType<DtpRule> => ({
  context: { sink: null, pieces: null },
  commands: [...cancelled('stall'), ...stored(context, event), tell({ name: 'full', size: context.sink?.room ?? 0 })],
});

const tellSent: DtpRule = ({ size }) => ({ commands: [...cancelled('stall'), tell({ name: 'sent', size })] });

export const moving = {
  keep,
  finish,
  tellSent,
  send: (context, event) => {
    const { octets, pace = null, corked = false } = asked(event, 'send');
    const first = sendNext({ ...context, left: octets, size: 0, pace, corked }, event.at);
    return { context: { pace, corked, since: event.at, ...first.context }, commands: first.commands };
  },
  tellFull: (context, event) => fill({ ...context, ...keep(context, event).context }, event),
  fullAtOnce: (context, event) => fill({ ...context, sink: sinkOf(event) }, event),
  sendNothing: () => ({ commands: [tell({ name: 'sent', size: 0 })] }),
  sendMore: (context, event) => sendNext(context, event.at),
  rest: (context, event) => ({
    commands: [{ type: 'arm', timer: 'pace', after: Math.max(1, restAfter(context, event.at)) }, ...cancelled('stall')],
  }),
  restReading: (context, event) => {
    const { context: more = {} } = keep(context, event);
    const next = { ...context, ...more };
    return {
      context: more,
      commands: [
        { type: 'pause', connection: context.connection ?? '' },
        { type: 'arm', timer: 'pace', after: Math.max(1, restAfter(next, event.at)) },
        ...cancelled('stall'),
      ],
    };
  },
  readOn: ({ connection, stall }) => ({
    commands: [
      { type: 'resume', connection: connection ?? '' },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  }),
  tellProgress: ({ size }) => ({ commands: [tell({ name: 'progress', size })] }),
  receive: (context, event) => {
    const { pace = null } = asked(event, 'receive');
    return {
      context: { sink: sinkOf(event), pace, since: event.at, progress: event.at },
      commands: [{ type: 'arm', timer: 'stall', after: context.stall }],
    };
  },
  /** The whole file and its end came before anybody asked for it. */
  finishAtOnce: (context, event) => ({
    context: { pieces: null },
    commands: [...stored({ ...context, sink: sinkOf(event) }, event), tell({ name: 'ended', size: context.size })],
  }),
  /** The end came during a rest: of a file that goes, or of one that comes. */
  finishRested: (context, event) => (context.sink ? finish(context, event) : tellSent(context, event)),
  noteBroken: (_context, event) => (event.type === 'failed' ? { context: { broken: event.reason } } : {}),
  tellBroken: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall'),
      ...stored(context, event),
      ...unlisten(context),
      tell({
        name: 'broken',
        reason: event.type === 'failed' ? event.reason : (context.broken ?? 'ECONNRESET'),
        size: context.size,
      }),
    ],
  }),
  watchOn: (context, event) => ({
    commands: [{ type: 'arm', timer: 'stall', after: Math.max(1, context.progress + context.stall - event.at) }],
  }),
  tellStalled: () => ({ commands: [tell({ name: 'stalled' })] }),
} satisfies Record<string, DtpRule>;
