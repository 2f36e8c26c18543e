/** What a server's data transfer process asks of an event before it chooses, in the words of its configuration. */
import type { MachineEvent } from '../../machine/contract';
import type { Guard } from '../../machine/model';
import { ours, rang } from './data-connection';
import { asked, asks, isAsked, restAfter, type ServerDtp } from './server-dtp-state';

export const guards = {
  'asked to listen': isAsked('listen'),
  'asked to dial': (_context, event) => asks(event, 'open') && asked(event, 'open').remote !== null,
  'asked to accept': (_context, event) => asks(event, 'open') && asked(event, 'open').remote === null,
  'asked to send nothing': (_context, event) => asks(event, 'send') && asked(event, 'send').octets.length === 0,
  'asked to send': isAsked('send'),
  'asked to receive too much': ({ size }, event) =>
    asks(event, 'receive') && size > (asked(event, 'receive').room ?? Infinity),
  'asked to receive what came': (context, event) => context.peerClosed && asks(event, 'receive'),
  'asked to receive': isAsked('receive'),
  'asked to abort what is broken': (context, event) => context.broken !== null && asks(event, 'abort'),
  'asked to abort': isAsked('abort'),
  'asked to proceed though broken': (context, event) => context.broken !== null && asks(event, 'proceed'),
  'asked to proceed at the end': ({ left, peerClosed, sink }, event) =>
    (sink ? peerClosed : left.length === 0) && asks(event, 'proceed'),
  'asked to proceed with reading': ({ sink }, event) => sink !== null && asks(event, 'proceed'),
  'asked to proceed': isAsked('proceed'),
  'asked to linger': (context, event) =>
    asks(event, 'close') && asked(event, 'close').lingering !== undefined && !context.peerClosed,
  'asked to close': isAsked('close'),
  'asked to forget': isAsked('forget'),
  'asked to secure what is over': (context, event) =>
    asks(event, 'secure') && (context.peerClosed || context.broken !== null),
  'asked to secure': isAsked('secure'),
  'asked to part': isAsked('part'),
  ours,
  'ours, and too much': (context, event) =>
    event.type === 'received' &&
    ours(context, event) &&
    context.size + event.octets.length > (context.sink?.room ?? Infinity),
  'ours, and too fast': (context, event) =>
    event.type === 'received' &&
    ours(context, event) &&
    restAfter({ ...context, size: context.size + event.octets.length }, event.at) > 0,
  'ours, and too fast to go on': (context, event) => ours(context, event) && restAfter(context, event.at) > 0,
  'ours, and not the end': (context, event) => ours(context, event) && context.left.length > 0,
  stranger: ({ peer }, event) => event.type === 'accepted' && peer !== null && event.remote.address !== peer,
  'for connecting': rang('patience'),
  'for moving': rang('stall'),
  'for resting': rang('pace'),
  'for the peer': rang('linger'),
  'moved since': ({ progress, stall }, event) =>
    event.type === 'timeout' && event.timer === 'stall' && event.at < progress + stall,
} satisfies Record<string, Guard<ServerDtp, MachineEvent>>;
