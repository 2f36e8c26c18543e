/**
 * What the data transfer processes of both ends have in common (RFC 959 section 2.3): at most one data connection, a
 * listener for it, what came over it, and how they speak with the interpreter beside them.
 */
import type { Command, Endpoint, MachineEvent } from '../../machine/contract';
import type { Guard, Rule } from '../../machine/model';
import { call, called, fileNode, type Owned, type Pieces } from '../protocol/calls';
import { remark } from '../protocol/reasons';

export interface DataConnection {
  /** How many data connections there have been, or listeners for them. */
  readonly count: number;
  readonly connection: string | null;
  readonly listener: string | null;
  readonly pieces: Pieces;
  readonly size: number;
  readonly peerClosed: boolean;
}

/** When it is over. */
export const noConnection = {
  connection: null,
  listener: null,
  pieces: null,
  size: 0,
  peerClosed: false,
} as const satisfies Partial<DataConnection>;

interface DtpOutcome {
  readonly context: Partial<DataConnection>;
  readonly commands: readonly Command[];
}

type LocalEnd = NonNullable<Extract<Command, { readonly type: 'open' }>['local']>;

interface Named {
  readonly name: string;
}

/** What an interpreter may ask, of `Q`: the question of a name, once a guard has seen that it is this one. */
export const asking = <Q extends Named>() => {
  type Asked<N extends Q['name']> = Extract<Q, { readonly name: N }>;
  const asks = (event: MachineEvent, name: Q['name']): boolean => called<Q>(event)?.name === name;
  return {
    asks,
    asked: <N extends Q['name']>(event: MachineEvent, _name: N) => called<Asked<N>>(event) as Asked<N>,
    isAsked:
      (name: Q['name']): Guard<unknown, MachineEvent> =>
      (_context, event) =>
        asks(event, name),
  };
};

export const rang =
  (timer: string): Guard<unknown, MachineEvent> =>
  (_context, event) =>
    event.type === 'timeout' && event.timer === timer;

/** It is about our connection or our listener, and not about one of before. */
export const ours: Guard<DataConnection, MachineEvent> = ({ connection, listener }, event) =>
  ('connection' in event && event.connection === connection) ||
  ('listener' in event && event.listener === listener) ||
  (event.type === 'failed' && (event.subject === connection || event.subject === listener));

export const unlisten = ({ listener }: DataConnection): readonly Command[] =>
  listener === null ? [] : [{ type: 'unlisten', listener }];

/** Asks the host for a port, in the place of one of before. */
export function bound(
  context: DataConnection,
  name: 'active' | 'passive',
  where: Pick<Extract<Command, { readonly type: 'listen' }>, 'address' | 'port'>,
): DtpOutcome {
  const count = context.count + 1;
  const listener = `${name}-${count}`;
  return {
    context: { count, listener },
    commands: [...unlisten(context), { type: 'listen', listener, purpose: 'data', ...where }],
  };
}

/** Calls the other end. */
export function dialled(
  { count: before }: DataConnection,
  remote: Endpoint,
  local: LocalEnd | null = null,
): DtpOutcome {
  const count = before + 1;
  const connection = `data-${count}`;
  return {
    context: { count, connection },
    commands: [{ type: 'open', connection, purpose: 'data', remote, ...(local ? { local } : {}) }],
  };
}

/** Takes the connection that waits at our port, or will. */
export const accepted = ({ count, listener }: DataConnection): Command => ({
  type: 'accept',
  listener: listener ?? '',
  connection: `data-${count}`,
});

/** What came, after what had come. */
export const kept = ({ pieces, size }: DataConnection, octets: Uint8Array) => ({
  pieces: { octets, before: pieces },
  size: size + octets.length,
});

/** A file of these octets, as it is now. */
export const written = (path: string, node: Owned, octets: Uint8Array, event: MachineEvent): Command => ({
  type: 'change',
  change: { op: 'write', path, node: fileNode(node, octets, event.epoch + event.at / 1e6) },
});

type DtpRule = Rule<DataConnection, MachineEvent, Command>;

export const common = {
  tellListening: (_context, event) =>
    event.type === 'listening' ? { commands: [call('pi', { name: 'listening', local: event.local })] } : {},
  tellUnlistened: (_context, event) => ({
    context: { listener: null },
    commands: event.type === 'failed' ? [call('pi', { name: 'unlistened', reason: event.reason })] : [],
  }),
  noteEnd: () => ({ context: { peerClosed: true } }),
  letGo: () => ({}),
  note: (_context, event) => {
    const name = event.type === 'called' ? event.call.name : event.type;
    return { commands: [remark({ code: 'no-use', of: 'DTP', event: name })] };
  },
} satisfies Record<string, DtpRule>;
