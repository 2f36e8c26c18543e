/** Traces written by hand, so that the diagram is tested on sessions whose every entry is known. */
import type { Errno, Micros, Purpose } from '../../src/machine/contract';
import { newArena, store } from '../../src/trace/arena';
import type { Detail, Entry, NodeId } from '../../src/trace/entry';
import { momentOf, numbered } from '../../src/trace/moment';
import type { Connection, Trace, TraceNode } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import type { Message } from '../../src/wire/message';
import { messageText } from '../../src/wire/notation/notation';
import { encodePacket } from '../../src/wire/packet/packet';
import { replyMessage } from '../../src/wire/ftp/reply';
import { ACK, FIN, NO_OPTIONS, PSH, SYN, type TcpSegment } from '../../src/wire/packet/tcp';
import { octetsOf } from '../../src/wire/text/text';

const ADDRESS: Readonly<Record<string, string>> = { client: '203.0.113.10', server: '198.51.100.21' };
const HOP: Micros = 5_000;
const PATH: readonly NodeId[] = ['client', 'clientEdge', 'wan', 'serverEdge', 'server'];
const NODES: readonly TraceNode[] = [
  { id: 'client', kind: 'host', name: 'Client', addresses: ['203.0.113.10'] },
  { id: 'clientEdge', kind: 'router', name: "Client's edge", addresses: ['203.0.113.9'] },
  { id: 'wan', kind: 'network', name: 'Network', addresses: [] },
  { id: 'serverEdge', kind: 'router', name: "Server's edge", addresses: ['198.51.100.1'] },
  { id: 'server', kind: 'host', name: 'Server', addresses: ['198.51.100.21'] },
];

export class Hand {
  now: Micros = 0;
  private readonly entries: Entry[] = [];
  private readonly connections: Connection[] = [];
  private readonly moments = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private readonly arena = newArena();
  /** Octets sent so far, by connection and node. */
  private readonly sent = new Map<string, number>();

  add(
    detail: Detail,
    node: NodeId | null,
    connection: number | null = null,
    causes: readonly number[] = [],
    segment: TcpSegment | null = null,
  ): number {
    const entry = { n: this.entries.length, at: this.now, causes, node, connection, ...detail } as Entry;
    this.entries.push(entry);
    const name = momentOf(entry, connection === null ? null : (this.connections[connection] ?? null), segment);
    if (name !== null) this.moments.set(numbered(this.counts, name), entry.n);
    return entry.n;
  }

  wait(micros: Micros): this {
    this.now += micros;
    return this;
  }

  connection(purpose: Purpose, opener: NodeId, from: number, to: number): number {
    const index = this.connections.length;
    const listener = opener === 'client' ? 'server' : 'client';
    const ordinal = this.connections.filter((other) => other.purpose === purpose).length + 1;
    this.connections.push({
      index,
      purpose,
      ordinal,
      opener,
      listener,
      iss: 1000 * (index + 1),
      irs: 5000 * (index + 1),
      local: { address: ADDRESS[opener] ?? '', port: from },
      remote: { address: ADDRESS[listener] ?? '', port: to },
    });
    return index;
  }

  listen(node: NodeId, purpose: Purpose, port: number): number {
    return this.add(
      { kind: 'listen', listener: purpose, purpose, wanted: port, local: { address: ADDRESS[node] ?? '', port } },
      node,
    );
  }

  /** One packet on its way; `stop` drops it there. Returns the entry of its arrival or drop. */
  packet(
    index: number,
    from: NodeId,
    flags: number,
    payload = '',
    { stop = null as NodeId | null, rule = null as string | null, again = false, causes = [] as number[] } = {},
  ): number {
    const connection = this.connections[index]!;
    const opener = from === connection.opener;
    const key = `${index} ${from}`;
    const before = this.sent.get(key) ?? 0;
    const octets = octetsOf(payload);
    if (!again && !stop) this.sent.set(key, before + octets.length + (flags & (SYN | FIN) ? 1 : 0));
    const [mine, other] = opener ? [connection.local, connection.remote] : [connection.remote, connection.local];
    const segment: TcpSegment = {
      sourcePort: mine.port,
      destinationPort: other.port,
      seq: (opener ? connection.iss : (connection.irs ?? 0)) + before,
      ack:
        flags & ACK
          ? (opener ? (connection.irs ?? 0) : connection.iss) +
            (this.sent.get(`${index} ${opener ? connection.listener : connection.opener}`) ?? 0)
          : 0,
      flags,
      window: 64240,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload: octets,
    };
    const packet = store(
      this.arena,
      encodePacket(
        { source: mine.address, destination: other.address, ttl: 64, identification: this.entries.length },
        segment,
      ),
    );
    const path = from === 'client' ? PATH : [...PATH].reverse();
    let last = this.add({ kind: 'transmit', packet, hops: 0, again }, from, index, causes, segment);
    for (const [hop, node] of path.slice(1).entries()) {
      this.wait(HOP);
      if (node === stop)
        return this.add(
          { kind: 'drop', packet, hops: hop, reason: { code: 'drop new, from outside' }, rule },
          node,
          index,
          [last],
          segment,
        );
      const arrives = node === path.at(-1);
      last = this.add(
        arrives
          ? { kind: 'arrive', packet, hops: hop }
          : { kind: 'pass', packet, hops: hop + 1, rewritten: null, changes: [] },
        node,
        index,
        [last],
        segment,
      );
    }
    return last;
  }

  told(node: NodeId, index: number, told: string, cause: number, reason: Errno | null = null): number {
    return this.add({ kind: 'told', process: 'p', machine: 'tcp', told, from: 0, octets: 0, reason }, node, index, [
      cause,
    ]);
  }

  handshake(index: number): void {
    const { opener, listener } = this.connections[index]!;
    this.packet(index, opener, SYN);
    const answered = this.packet(index, listener, SYN | ACK);
    this.told(opener, index, 'opened', answered);
    this.told(listener, index, 'opened', this.packet(index, opener, ACK));
  }

  say(index: number, from: NodeId, message: Message): void {
    const to = from === 'client' ? 'server' : 'client';
    const sent = this.add({ kind: 'message', process: 'p', machine: 'pi', way: 'sent', message }, from, index);
    const arrived = this.packet(index, from, PSH | ACK, `${messageText(message)}\r\n`, { causes: [sent] });
    this.add({ kind: 'message', process: 'p', machine: 'pi', way: 'received', message }, to, index, [
      this.told(to, index, 'received', arrived),
    ]);
    this.wait(500);
  }

  command(verb: string, argument: string | null = null): void {
    this.say(0, 'client', commandMessage({ verb, argument }));
  }

  reply(code: number, text: string): void {
    this.say(0, 'server', replyMessage({ code, lines: [text] }));
  }

  logIn(): void {
    this.listen('server', 'control', 21);
    this.handshake(this.connection('control', 'client', 40036, 21));
    this.reply(220, '(vsFTPd 3.0.3)');
    this.command('USER', 'learner');
    this.reply(331, 'Please specify the password.');
    this.command('PASS', 'portcall');
    this.reply(230, 'Login successful.');
  }

  close(index: number, first: NodeId): void {
    const second = first === 'client' ? 'server' : 'client';
    this.packet(index, first, FIN | ACK);
    this.packet(index, second, FIN | ACK);
    this.packet(index, first, ACK);
  }

  exit(code: number, text: string): void {
    this.add({ kind: 'say', process: 'curl', machine: 'pi', to: 'user', text }, 'client');
    this.add({ kind: 'exit', process: 'curl', code }, 'client');
    this.add({ kind: 'end', how: 'quiescent' }, null);
  }

  trace(): Trace {
    return {
      version: 3,
      scenario: { knobs: {}, interventions: [] },
      epoch: 0,
      nodes: NODES,
      entries: this.entries,
      connections: this.connections,
      arena: this.arena,
      moments: this.moments,
      initialFiles: new Map(),
      files: new Map(),
      end: 'quiescent',
      steps: 0,
    };
  }
}
