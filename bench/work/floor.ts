/**
 * The least that a transfer takes: the octets that ours puts on its links, by a loop written by hand. A data segment is
 * written with its checksums, loses a hop at two routers, is read and verified at the far end, and its octets are kept;
 * every second one is acknowledged in the same way. No queue, no machine, no trace.
 */
import { decodePacket, encodePacket, forwardPacket } from '../../src/wire/packet/packet';
import { ACK, NO_OPTIONS } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';
import { MSS } from './scenarios';

const ROUTERS = 2;
const segments = Number(process.argv[2]);
const file = Uint8Array.from({ length: segments * MSS }, (_, at) => at * 5);
const ends = ['203.0.113.10', '198.51.100.21'] as const;
const nothing = new Uint8Array(0);

/** One packet from end to end: what came out of it. */
function carried(forth: boolean, seq: number, ack: number, payload: Uint8Array): Uint8Array {
  const [source, destination] = forth ? ends : [ends[1], ends[0]];
  let octets = encodePacket(
    { source, destination, ttl: 64, identification: seq & 0xffff },
    {
      sourcePort: 20,
      destinationPort: 20,
      seq,
      ack,
      flags: ACK,
      window: 64240,
      urgentPointer: 0,
      options: NO_OPTIONS,
      payload,
    },
  );
  for (let hop = 0; hop < ROUTERS; hop++) octets = forwardPacket(octets);
  const read = decodePacket(octets);
  if (isViolation(read)) throw new Error(read.violation);
  return read.tcp.payload;
}

const start = process.cpuUsage();
const stored = new Uint8Array(file.length);
for (let at = 0; at < file.length; at += MSS) {
  stored.set(carried(true, at, 1, file.subarray(at, at + MSS)), at);
  if ((at / MSS) % 2 === 1) carried(false, 1, at + MSS, nothing);
}
const { user, system } = process.cpuUsage(start);
if (stored.at(-1) !== file.at(-1)) throw new Error('the octets did not come across');
console.log(JSON.stringify((user + system) / 1000));
