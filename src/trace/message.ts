/**
 * The messages of a trace, whoever said them: a machine in its dialogue, or a layer beneath it in its own. Each is
 * there twice, where it is sent and where it is read, and told once.
 */
import type { Message } from '../wire/message';
import type { EntryOf } from './entry';

export type Speech = EntryOf<'message' | 'layer'>;

/** Of a layer the protocol is what its machine is called by, `tls-client`; what it says beside its name are facts. */
export const messageOf = (entry: Speech): Message =>
  entry.kind === 'message'
    ? entry.message
    : { protocol: layerOf(entry).toUpperCase(), kind: 'signal', name: entry.name, text: '' };

const layerOf = ({ machine }: EntryOf<'layer'>): string => machine.replace(/-.*/, '');

/** Records of a layer that hold what is said inside, which speaks for itself. */
const ENVELOPES: ReadonlySet<string> = new Set(['ApplicationData']);

const TOLD_WHERE: Readonly<Record<Message['kind'], Speech['way']>> = {
  request: 'sent',
  reply: 'received',
  stray: 'received',
  signal: 'sent',
};

/**
 * Whether this is the one of the two entries that tells of the message: a request where it is sent, a reply where it is
 * read, a layer's at the layer's client.
 */
export const isTold = (entry: Speech): boolean =>
  entry.kind === 'message'
    ? entry.way === TOLD_WHERE[entry.message.kind]
    : entry.machine.endsWith('-client') && !ENVELOPES.has(entry.name);
