/**
 * A trace put together by hand: a SYN that arrives, its answer that is lost on the way, and one that the wide network
 * drops.
 */
import type { Detail, Entry, NodeId } from '../../src/trace/entry';
import { newArena, store } from '../../src/trace/arena';
import type { Trace, TraceNode } from '../../src/trace/trace';
import { commandMessage } from '../../src/wire/ftp/command';
import { encodePacket } from '../../src/wire/packet/packet';
import { octetsOf } from '../../src/wire/text/text';
import { ACK, NO_OPTIONS, SYN, type TcpSegment } from '../../src/wire/packet/tcp';

const client = { address: '203.0.113.10', port: 40100 };
const server = { address: '198.51.100.21', port: 21 };
const iss = 0xfffffff0;

const nodes: readonly TraceNode[] = [
  { id: 'client', kind: 'host', name: 'Client', addresses: [client.address] },
  { id: 'clientEdge', kind: 'router', name: "Client's edge", addresses: ['203.0.113.9', '203.0.113.7'] },
  { id: 'wan', kind: 'network', name: 'Network', addresses: [] },
  { id: 'serverEdge', kind: 'router', name: "Server's edge", addresses: ['198.51.100.1', '198.51.100.17'] },
  { id: 'server', kind: 'host', name: 'Server', addresses: [server.address, '2001:db8:2::21'] },
];

function packet(from: typeof client, to: typeof client, rest: Partial<TcpSegment>): Uint8Array {
  const segment = {
    seq: iss,
    ack: 0,
    flags: SYN,
    window: 64240,
    urgentPointer: 0,
    options: NO_OPTIONS,
    payload: new Uint8Array(0),
    ...rest,
  };
  return encodePacket(
    { source: from.address, destination: to.address, ttl: 64, identification: 7 },
    { sourcePort: from.port, destinationPort: to.port, ...segment },
  );
}

export function handmade(): Trace {
  const arena = newArena();
  const syn = store(arena, packet(client, server, { options: { mss: 1460, sackPermitted: true, windowScale: 10 } }));
  const answer = store(arena, packet(server, client, { seq: 5, ack: iss + 1, flags: SYN | ACK }));
  const again = store(arena, packet(client, server, {}));
  const entries: Entry[] = [];
  const add = (
    at: number,
    node: NodeId | null,
    causes: readonly number[],
    detail: Detail,
    connection: number | null = 0,
  ) => {
    entries.push({ n: entries.length, at, node, causes, connection, ...detail });
    return entries.length - 1;
  };
  add(0, null, [], { kind: 'knob', knob: 'dataMode', value: 'PASV' }, null);
  const left = add(100, 'client', [0], { kind: 'transmit', packet: syn, hops: 0, again: false });
  const edge = add(120, 'clientEdge', [left], { kind: 'pass', packet: syn, hops: 1, rewritten: null, changes: [] });
  const wide = add(5120, 'wan', [edge], { kind: 'pass', packet: syn, hops: 1, rewritten: null, changes: [] });
  const came = add(10_140, 'server', [wide], { kind: 'arrive', packet: syn, hops: 2 });
  const reply = add(10_140, 'server', [came], { kind: 'transmit', packet: answer, hops: 0, again: false });
  const back = add(15_160, 'wan', [reply], { kind: 'pass', packet: answer, hops: 1, rewritten: null, changes: [] });
  add(15_160, 'wan', [back], { kind: 'drop', packet: answer, hops: 1, reason: { code: 'lost' }, rule: null });
  const second = add(1_000_100, 'client', [left], { kind: 'transmit', packet: again, hops: 0, again: true });
  add(1_005_120, 'wan', [second], { kind: 'drop', packet: again, hops: 1, reason: { code: 'link-cut' }, rule: null });
  const node = {
    type: 'file',
    octets: octetsOf('Berth 7 is free.\r\n'),
    uid: 2001,
    gid: 2001,
    owner: 'learner',
    group: 'learner',
    mode: 0o644,
    modified: 1_705_320_000,
  } as const;
  add(
    1_005_120,
    'server',
    [came],
    { kind: 'file', process: 'ftpd', machine: 'dtp', change: { op: 'write', path: '/notes.txt', node } },
    null,
  );
  add(1_005_120, 'client', [left], {
    kind: 'message',
    process: 'curl',
    machine: 'pi',
    way: 'sent',
    message: commandMessage({ verb: 'STOR', argument: 'n\udcf6tes.txt' }),
  });
  add(1_005_120, null, [], { kind: 'end', how: 'quiescent' }, null);
  return {
    version: 3,
    scenario: { knobs: { dataMode: 'EPSV' }, interventions: [] },
    epoch: 1_768_478_400,
    nodes,
    entries,
    arena,
    end: 'quiescent',
    steps: 0,
    connections: [
      {
        index: 0,
        purpose: 'control',
        ordinal: 1,
        opener: 'client',
        listener: 'server',
        local: client,
        remote: server,
        iss,
        irs: 5,
      },
    ],
    moments: new Map([
      ['control 1 / SYN', left],
      ['control 1 / SYN,ACK', reply],
      ['control 1 / SYN #2', second],
      ['end', entries.length - 1],
    ]),
    initialFiles: new Map([
      ['client', new Map()],
      ['server', new Map()],
    ]),
    files: new Map([
      ['client', new Map()],
      ['server', new Map([['/notes.txt', node]])],
    ]),
  };
}
