/**
 * One entry of a trace. Entries are numbered from 0 in the order they happened and name their causes, which are
 * earlier entries; the world stamps the causes, machines never do. Everything survives structuredClone.
 */
import type { Errno, Micros, PortChoice, Endpoint, Purpose, Stream } from '../machine/contract';
import type { FileChange } from '../machine/files';
import type { Rewrite, TableChange } from '../machine/gateway';
import type { Reason } from '../wire/reason';
import type { Message } from '../wire/message';

/** A node of the path: a host, a router or a stretch of network. */
export type NodeId = 'client' | 'clientEdge' | 'wan' | 'serverEdge' | 'server' | (string & {});

interface Base {
  readonly n: number;
  readonly at: Micros;
  readonly causes: readonly number[];
  readonly node: NodeId | null;
  /** Index in Trace.connections, where the entry belongs to a connection. */
  readonly connection: number | null;
}

/**
 * A packet by its number in the arena, and how many routers have lowered its TTL since it was stored: a packet is kept
 * once and only a rewrite stores a new one. `octetsOf` in trace.ts gives the octets as they were at an entry.
 */
export interface OfPacket {
  readonly packet: number;
  readonly hops: number;
}

/**
 * What a router's rules, or those of a host's own firewall, said of a packet: the row that decided, from 1, or null for
 * the policy; the packet's tracking state; whence it came.
 */
export interface Ruling {
  readonly rule: number | null;
  readonly state: string;
  readonly from: 'inside' | 'outside';
  /** How the firewall's machine came to it, step by step: the event, and the state that it led to. */
  readonly steps?: readonly string[];
}

/** A process on a node, and one of its machines. The kernel's TCP is the machine 'tcp' of the process 'kernel'. */
interface OfMachine {
  readonly process: string;
  readonly machine: string;
}

/** What a command opens, or listens for; a probe has no purpose but itself. */
export interface Wanted {
  readonly purpose: Purpose | 'other' | 'probe';
  /** Null for a listener. */
  readonly address: string | null;
  readonly port: PortChoice;
}

export type Detail =
  /** Root: a knob was read while the run was built or went on. */
  | { readonly kind: 'knob'; readonly knob: string; readonly value: unknown }
  /** Root: the learner's intervention took effect. */
  | { readonly kind: 'intervention'; readonly index: number }
  | { readonly kind: 'start'; readonly process: string }
  /**
   * A machine asked for something: the command's name, how many octets it sends, and where a connection or a listener
   * goes.
   */
  | ({
      readonly kind: 'command';
      readonly command: string;
      readonly octets: number;
      readonly wants?: Wanted;
    } & OfMachine)
  | {
      readonly kind: 'listen';
      readonly listener: string;
      readonly purpose: Purpose;
      readonly wanted: PortChoice;
      readonly local: Endpoint;
    }
  | { readonly kind: 'unlisten'; readonly local: Endpoint }
  | ({ readonly kind: 'state'; readonly from: string; readonly to: string; readonly event: string } & OfMachine)
  /** A host puts a packet on its link; `again` marks a retransmission. */
  | ({ readonly kind: 'transmit'; readonly again: boolean; readonly ruling?: Ruling } & OfPacket)
  /**
   * A packet comes through a node on its way; what left it is `packet`, what came in is `rewritten` when it was
   * changed.
   */
  | ({
      readonly kind: 'pass';
      readonly rewritten: number | null;
      readonly changes: readonly Rewrite[];
      readonly ruling?: Ruling;
    } & OfPacket)
  | ({ readonly kind: 'arrive'; readonly ruling?: Ruling } & OfPacket)
  | ({
      readonly kind: 'drop';
      readonly reason: Reason;
      readonly rule: string | null;
      readonly ruling?: Ruling;
    } & OfPacket)
  /** A row of a router's flows, mappings or expectations came, changed or went. */
  | { readonly kind: 'table'; readonly row: TableChange }
  /** TCP tells its user. `from` and `octets` give the stretch of the stream for `received`. */
  | ({
      readonly kind: 'told';
      readonly told: string;
      readonly from: number;
      readonly octets: number;
      readonly reason: Errno | null;
      /** Of a layer that failed: why. */
      readonly why?: Reason;
    } & OfMachine)
  | ({ readonly kind: 'message'; readonly way: 'sent' | 'received'; readonly message: Message } & OfMachine)
  /**
   * A message of a layer's own dialogue, such as TLS's ClientHello. `content`: what a record held that was sent
   * protected, as its sender put it in, by its number in the arena; null for what is received, or went in the clear.
   */
  | ({
      readonly kind: 'layer';
      readonly way: 'sent' | 'received';
      readonly name: string;
      /** What else there is to say of it, by its protocol; null where its name says all. */
      readonly said: Reason | null;
      readonly protected: boolean;
      readonly content: number | null;
    } & OfMachine)
  /** A line of the key log, for captures. */
  | ({
      readonly kind: 'secret';
      readonly label: string;
      readonly clientRandom: string;
      readonly secret: string;
    } & OfMachine)
  | ({ readonly kind: 'arm'; readonly timer: string; readonly after: Micros } & OfMachine)
  | ({ readonly kind: 'timeout'; readonly timer: string } & OfMachine)
  | ({ readonly kind: 'call'; readonly to: string; readonly name: string } & OfMachine)
  | ({ readonly kind: 'file'; readonly change: FileChange } & OfMachine)
  /** A user's line is on standard error where no stream is named; `chatter` is no complaint. */
  | ({
      readonly kind: 'say';
      readonly to: 'user' | 'log';
      readonly text: string;
      readonly stream?: Stream;
      readonly chatter?: true;
    } & OfMachine)
  | ({ readonly kind: 'achieve'; readonly action: number; readonly ok: boolean } & OfMachine)
  | ({ readonly kind: 'note'; readonly reason: Reason; readonly source: string | null } & OfMachine)
  | ({ readonly kind: 'violation'; readonly reason: Reason } & OfMachine)
  | { readonly kind: 'exit'; readonly process: string; readonly code: number }
  /** The run's end: nothing left to do, or one of its two bounds, which is said on screen. */
  | { readonly kind: 'end'; readonly how: 'quiescent' | 'horizon' | 'cap' };

export type Entry = Base & Detail;
export type EntryKind = Detail['kind'];
export type EntryOf<K extends EntryKind> = Base & Extract<Detail, { kind: K }>;
