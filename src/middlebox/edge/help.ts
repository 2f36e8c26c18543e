/**
 * What the FTP helper does to a segment of a control connection: expect, and under NAT rewrite (nf_conntrack_ftp.c,
 * nf_nat_ftp.c).
 */
import type { Packet } from '../../wire/packet/packet';
import { octetsOf, textOf } from '../../wire/text/text';
import { announcementText, type Announcement } from '../helper/announcement';
import { stepHelper, type Box } from '../tables/box';
import { isTranslated, type Flow } from '../tables/flows';
import type { Passage } from './passage';
import { expectationPorts, firstOf } from '../nat/ports';
import type { HelperReason } from '../reasons';
import { withText } from '../nat/rewrite';
import { shifted } from '../helper/shift';
import { opposite } from '../tuple';
import { violation } from '../../wire/violation';

/**
 * Shows the segment to the flow's helper; gives the reason when the packet is dropped. Numbers are still its sender's.
 */
export function help(box: Box, passage: Passage, { tcp }: Packet): HelperReason | null {
  const { flow, direction, state, at, changes } = passage;
  if (!flow?.helper || state !== 'ESTABLISHED' || tcp.payload.length === 0) return null;
  const speaker = flow[direction].source.address;
  for (const command of stepHelper(
    flow,
    { type: 'spoke', direction, seq: tcp.seq, payload: tcp.payload, speaker, at },
    changes,
  )) {
    if (command.type === 'drop') return command.reason;
    if (command.type === 'violation') passage.violations.push(violation(command.reason));
    if (command.type === 'announce') return expect(box, passage, flow, command.announcement, tcp);
  }
  return null;
}

function expect(
  box: Box,
  passage: Passage,
  flow: Flow,
  announced: Announcement,
  tcp: Packet['tcp'],
): HelperReason | null {
  const { direction, at, changes } = passage;
  const [here, there] = [flow[direction], flow[opposite(direction)]];
  if (box.spec.helper?.knows === 'RFC 959' && (announced.verb === 'EPRT' || announced.verb === '229')) {
    stepHelper(flow, { type: 'lapsed', at }, changes);
    return null;
  }
  const foreign = announced.address !== here.source.address;
  if (foreign && !box.spec.helper?.loose) {
    stepHelper(flow, { type: 'lapsed', at }, changes);
    return null;
  }
  const common = { master: flow.id, from: there.source.address, lifetime: box.spec.helper?.expectationLifetime ?? 0 };
  const target = foreign ? announced.address : there.destination.address;
  if (!isTranslated(flow)) {
    const to = { address: target, port: announced.port };
    if (box.expectations.add({ ...common, to, inside: null, caller: null }, at, changes)) return null;
    stepHelper(flow, { type: 'lapsed', at }, changes);
    return { code: 'expected-already' };
  }
  // The connection comes from wherever this packet goes, so it is translated as this flow is, the other way round.
  const translated = {
    inside: { address: here.source.address, port: announced.port },
    caller: here.destination.address,
  };
  const port = firstOf(expectationPorts(announced.port, box.lot), (candidate) =>
    box.expectations.add({ ...common, ...translated, to: { address: target, port: candidate } }, at, changes),
  );
  if (port === null) {
    stepHelper(flow, { type: 'lapsed', at }, changes);
    return { code: 'no-expectation-port' };
  }
  mangle(
    passage,
    flow,
    announced,
    octetsOf(announcementText(announced.verb, { address: there.destination.address, port })),
    tcp,
  );
  return null;
}

/** Puts the new address and port into the text; what that changes in length shifts what follows. */
function mangle(
  passage: Passage,
  flow: Flow,
  { verb, from, length }: Announcement,
  text: Uint8Array,
  { seq, payload }: Packet['tcp'],
): void {
  const line = (octets: Uint8Array): string => (textOf(octets).split('\r')[0] ?? '').slice(verb.length + 1);
  const after = Uint8Array.from([...payload.subarray(0, from), ...text, ...payload.subarray(from + length)]);
  if (line(after) === line(payload)) return;
  passage.octets = withText(passage.octets, from, length, text);
  passage.rewritten.push({ field: `${verb}-argument`, before: line(payload), after: line(after) });
  flow.shifts[passage.direction] = shifted(flow.shifts[passage.direction], seq, text.length - length);
}
