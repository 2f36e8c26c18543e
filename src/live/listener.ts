/**
 * A listener of a live process. Node accepts by itself, as the kernel completes handshakes by itself: connections wait
 * here, unread and in order, until the machine accepts them.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Errno, HostEvent, PortChoice } from '../machine/contract';
import type { Post } from './connection';
import { CAPS } from '../wire/caps';
import { errnoOf } from './errno';

/** The ports to try, in order; 0 lets the kernel choose. A range is tried from a random port on, round to it again. */
export function portsOf(choice: PortChoice, random: () => number = Math.random): number[] {
  if (choice === 'ephemeral') return [0];
  if (typeof choice === 'number') return [choice];
  const count = Math.max(0, choice.to - choice.from + 1);
  const first = Math.floor(random() * count);
  return Array.from({ length: count }, (_, index) => choice.from + ((first + index) % count));
}

export class Listener {
  private readonly ports: number[];
  private readonly arrived: Socket[] = [];
  private readonly wanted: string[] = [];
  private readonly server: Server;
  private open = true;

  /**
   * `address` null is every address. `adopt` gets each accepted socket, still paused, with the name that `accept` gave.
   */
  constructor(
    private readonly name: string,
    private readonly address: string | null,
    choice: PortChoice,
    private readonly post: Post,
    private readonly adopt: (socket: Socket, connection: string) => void,
  ) {
    this.ports = portsOf(choice);
    this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => this.arrive(socket));
    this.server.on('listening', () => this.tellBound());
    this.server.on('error', (error) => this.fail(errnoOf(error)));
    this.bind();
  }

  /** Hands over the next connection, now or when there is one. */
  accept(connection: string): void {
    this.wanted.push(connection);
    this.match();
  }

  close(): void {
    this.open = false;
    this.wanted.length = 0;
    for (const socket of this.arrived.splice(0)) socket.resetAndDestroy();
    this.server.close();
  }

  private bind(): void {
    const port = this.ports.shift();
    this.server.listen({ port: port ?? 0, ...(this.address === null ? {} : { host: this.address }) });
  }

  private tell(event: HostEvent): void {
    this.post(() => (this.open ? event : null));
  }

  private tellBound(): void {
    const { address, port } = this.server.address() as AddressInfo;
    this.tell({ type: 'listening', listener: this.name, local: { address, port } });
  }

  private fail(reason: Errno): void {
    if (!this.open) return;
    if (reason === 'EADDRINUSE' && this.ports.length > 0) this.bind();
    else this.tell({ type: 'failed', subject: this.name, reason });
  }

  private arrive(socket: Socket): void {
    socket.on('error', () => {}); // until it is accepted nobody hears of it
    if (this.arrived.length >= CAPS.waiting.most) return void socket.resetAndDestroy();
    this.arrived.push(socket);
    this.match();
  }

  private match(): void {
    while (this.arrived.length > 0 && this.wanted.length > 0)
      this.adopt(this.arrived.shift() as Socket, this.wanted.shift() as string);
  }
}
