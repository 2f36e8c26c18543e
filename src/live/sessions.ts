/** The sessions of a live service: each control connection that is taken in starts a process, and is closed with it. */
import type { Socket } from 'node:net';
import type { HostViolation } from '../machine/host-note';
import type { Service } from '../machine/program';
import { CAPS } from '../wire/caps';
import type { After } from './deadlines';
import { LiveProcess, thrown, type LiveHost } from './process';

/** RFC 959 section 4.2: the reply to any command, or to none, where the service must end. */
export const lastWords = new TextEncoder().encode('421 Service not available, closing control connection.\r\n');

export class Sessions {
  /** Those that run, and the address that each serves. */
  private readonly running = new Map<LiveProcess, string>();
  /** Control connections that are not closed yet, and whose they are. */
  private readonly sockets = new Map<Socket, string>();
  private count = 0;

  constructor(
    private readonly service: Service,
    private readonly host: LiveHost,
    private readonly after: After,
  ) {}

  welcome(socket: Socket): void {
    const number = this.count++;
    const from = socket.remoteAddress ?? '';
    this.sockets.set(socket, from);
    socket.once('close', () => this.sockets.delete(socket));
    const crowd = this.crowded(from);
    if (crowd) return this.refuse(socket, number, crowd);
    const session = this.startedFor(socket, number);
    if (!session) return;
    this.running.set(session, from);
    const ended = (): void => this.part(session, socket);
    session.exited.then(ended, ended); // what it threw is in the log
    session.serve(socket, {
      all: this.running.size,
      address: [...this.running.values()].filter((address) => address === from).length,
    });
  }

  /** Of a connection that there is no session for yet, or that will have none. */
  remark(reason: HostViolation, process = this.count): void {
    this.host.record({ at: this.host.clock(), process, machine: 'host', command: { type: 'violation', reason } });
  }

  /** Resolves as soon as none is left. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running.keys()].map((session) => session.exited));
  }

  kill(): void {
    for (const session of this.running.keys()) session.kill();
  }

  private crowded(from: string): HostViolation | null {
    const [all, one] = [CAPS.sessions.most, CAPS.sessionsOfOne.most];
    if (this.sockets.size > all) return { code: 'too-many-sessions', most: all, address: null };
    const same = [...this.sockets.values()].filter((address) => address === from).length;
    return same > one ? { code: 'too-many-sessions', most: one, address: from } : null;
  }

  private startedFor(socket: Socket, number: number): LiveProcess | null {
    try {
      return new LiveProcess(this.service.program, this.host, number);
    } catch (error) {
      this.refuse(socket, number, { code: 'machine-threw', error: thrown(error) });
      return null;
    }
  }

  /** Says its last words to a connection that no session serves. */
  private refuse(socket: Socket, number: number, reason: HostViolation): void {
    this.remark(reason, number);
    socket.on('error', () => {});
    socket.end(lastWords);
    socket.destroySoon();
  }

  /** The session is over: its connection has a while to close by itself. */
  private part(session: LiveProcess, socket: Socket): void {
    this.running.delete(session);
    if (socket.destroyed) return;
    const callOff = this.after(CAPS.liveFarewell.most, () => socket.destroy());
    socket.once('close', callOff);
  }
}
