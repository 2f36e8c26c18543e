/** Which local port a socket gets: bind conflicts, privileged ports, and draws from the ephemeral pool. */
import type { Endpoint, Errno, PortChoice } from '../../machine/contract';
import { drawBetween } from '../random';
import type { Listener, Socket } from '../endpoint/socket';
import { socketPair } from '../endpoint/socket-pair';
import type { HostSpec } from '../topology';

/** The sockets and listeners that hold ports. */
interface Holders {
  readonly sockets: ReadonlyMap<string, Socket>;
  readonly listeners: ReadonlyMap<string, Listener>;
}

export class Ports {
  private drawn = 0;
  /** Why no port of a range is to be had: the intervention's entry. */
  exhausted: number | null = null;

  constructor(
    private readonly spec: HostSpec,
    private readonly seed: number,
    private readonly holders: Holders,
  ) {}

  /** A port for a connection to `remote`: the wanted one, or one whose pair with `remote` is free. */
  forConnection(address: string, remote: Endpoint, wanted: { port?: number; reuseAddress?: boolean }): number | Errno {
    const taken = (port: number) => this.holders.sockets.has(socketPair({ address, port }, remote));
    if (wanted.port === undefined)
      return (
        this.drawFree((port) => taken(port) || this.listening(port, address), this.spec.ephemeral) ?? 'EADDRNOTAVAIL'
      );
    if (wanted.port < 1024 && !this.spec.privileged) return 'EACCES';
    if (taken(wanted.port)) return 'EADDRNOTAVAIL';
    return !wanted.reuseAddress && this.inUse(wanted.port, address) ? 'EADDRINUSE' : wanted.port;
  }

  /** From now on every port of any range that a program asks for is somebody else's. */
  exhaust(cause: number): void {
    this.exhausted = cause;
  }

  forListener(wanted: PortChoice, address: string | null): number | Errno {
    if (wanted === 'ephemeral')
      return this.drawFree((port) => this.inUse(port, address), this.spec.ephemeral) ?? 'EADDRINUSE';
    if (typeof wanted === 'object' && this.exhausted !== null) return 'EADDRINUSE';
    if (typeof wanted === 'object')
      return this.drawFree((port) => this.listening(port, address), { ...wanted, avoid: () => false }) ?? 'EADDRINUSE';
    if (wanted < 1024 && !this.spec.privileged) return 'EACCES';
    return this.listening(wanted, address) ? 'EADDRINUSE' : wanted;
  }

  private drawFree(taken: (port: number) => boolean, pool: HostSpec['ephemeral']): number | null {
    const size = pool.to - pool.from + 1;
    const start = drawBetween(0, size - 1, this.seed, this.spec.id, `port of ${pool.from}-${pool.to}`, this.drawn++);
    for (let step = 0; step < size; step++) {
      const port = pool.from + ((start + step) % size);
      if (!pool.avoid(port) && !taken(port)) return port;
    }
    return null;
  }

  private listening(port: number, address: string | null): boolean {
    const { listeners } = this.holders;
    if (listeners.has(`* ${port}`)) return true;
    return address === null
      ? [...listeners.values()].some((other) => other.port === port)
      : listeners.has(`${address} ${port}`);
  }

  private inUse(port: number, address: string | null): boolean {
    return (
      this.listening(port, address) || [...this.holders.sockets.values()].some((socket) => socket.local.port === port)
    );
  }
}
