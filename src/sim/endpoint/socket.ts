/** What a kernel keeps of a connection's end and of a listener. */
import type { Endpoint, Purpose } from '../../machine/contract';
import type { Service } from '../../machine/program';
import type { Snapshot } from '../../machine/step';
import type { TcpTimer } from '../../machine/transport';
import type { Process } from './process';
import type { Due } from '../queue';
import type { SocketEvent } from './socket-event';
import type { Stack } from './stack';
import type { Stretch } from './stretches';

/** The machine of a process that a socket belongs to, and what it calls it. */
export interface Owner {
  readonly process: Process;
  readonly machine: string;
  readonly handle: string;
}

export interface Socket {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly purpose: Purpose | 'other';
  readonly iss: number;
  irs: number;
  snapshot: Snapshot<unknown>;
  /** Index in the trace's connections, once the first SYN has left or come. */
  connection: number | null;
  owner: Owner | null;
  readonly listener: Listener | null;
  /** What TCP told before anybody accepted the connection. */
  readonly untold: { readonly event: SocketEvent; readonly causes: readonly number[] }[];
  /** What lies between TCP and the owner, from the wire upward. */
  readonly stack: Stack;
  readonly timers: Map<TcpTimer, Due>;
  /** Which command wrote which octets, and which arrivals brought which. */
  readonly sends: Stretch[];
  arrivals: Stretch[];
  sent: number;
  /** Its program reads no farewell of TLS, so that one which is there when it closes is unread. */
  blunt?: boolean;
  /** The command that closed it. */
  closing: number | null;
  /** Packets of the connection that were dropped since the last timeout. */
  drops: number[];
  /** The next IP identification. */
  identification: number;
}

export interface Listener {
  /** `address` null listens on all. */
  readonly address: string | null;
  readonly port: number;
  readonly purpose: Purpose;
  readonly owner: Owner | null;
  readonly service: Service | null;
  /** Established connections that nobody has accepted yet. */
  readonly ready: Socket[];
  /** Accepts that wait for a connection. */
  readonly waiting: Owner[];
  readonly entry: number;
}
