/** What runs as one process: machines that share it, by name, in the order in which `started` reaches them. */
import type { Command, MachineEvent, Micros, Purpose } from './contract';
import type { LayerCommand, LayerEvent } from './layer';
import type { Model } from './model';

export interface ProcessMachine {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a process holds machines of any context and input
  readonly model: Model<any, MachineEvent, Command, any>;
  readonly input: unknown;
}

export interface Program {
  /** As the trace and the page show it: 'curl', 'vsftpd'. */
  readonly name: string;
  readonly machines: Readonly<Record<string, ProcessMachine>>;
  /** What `secure` can put on a connection, by name: TLS's two ends. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- layers of any context and input
  readonly layers?: Readonly<Record<string, Model<any, LayerEvent, LayerCommand, any>>>;
  /** How long the process takes over an event before its first command, microseconds. */
  readonly think: Micros;
}

/**
 * What a host offers on a port: for each control connection it accepts, a process of its own starts, as from a forking
 * daemon. Its first machine then gets `accepted` with listener 'service' and connection 'control'.
 */
export interface Service {
  readonly port: number;
  /** What its connections are for, where they are not control connections. */
  readonly purpose?: Purpose;
  readonly program: Program;
}
