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
  const { helper } = box.spec;
  const unknown = helper?.knows === 'RFC 959' && (announced.verb === 'EPRT' || announced.verb === '229');
  const foreign = announced.address !== flow[passage.direction].source.address;
  if (unknown || (foreign && !helper?.loose)) return lapse(passage, flow, null);
  return isTranslated(flow)
    ? expectTranslated(box, passage, flow, announced, tcp)
    : expectAsAnnounced(box, passage, flow, announced);
}

/** Nothing is expected of what was read. */
function lapse<R extends HelperReason | null>({ at, changes }: Passage, flow: Flow, reason: R): R {
  stepHelper(flow, { type: 'lapsed', at }, changes);
  return reason;
}

/** From whom, and to where: a host may announce another's address, where that is let pass. */
function awaited(box: Box, { direction }: Passage, flow: Flow, announced: Announcement) {
  const [here, there] = [flow[direction], flow[opposite(direction)]];
  const foreign = announced.address !== here.source.address;
  return {
    address: foreign ? announced.address : there.destination.address,
    common: { master: flow.id, from: there.source.address, lifetime: box.spec.helper?.expectationLifetime ?? 0 },
  };
}

function expectAsAnnounced(box: Box, passage: Passage, flow: Flow, announced: Announcement): HelperReason | null {
  const { address, common } = awaited(box, passage, flow, announced);
  const to = { address, port: announced.port };
  const added = box.expectations.add({ ...common, to, inside: null, caller: null }, passage.at, passage.changes);
  return added ? null : lapse(passage, flow, { code: 'expected-already' });
}

/** The connection comes from wherever this packet goes, so it is translated as this flow is, the other way round. */
function expectTranslated(
  box: Box,
  passage: Passage,
  flow: Flow,
  announced: Announcement,
  tcp: Packet['tcp'],
): HelperReason | null {
  const { direction, at, changes } = passage;
  const [here, there] = [flow[direction], flow[opposite(direction)]];
  const { address, common } = awaited(box, passage, flow, announced);
  const inside = { address: here.source.address, port: announced.port };
  const translated = { ...common, inside, caller: here.destination.address };
  const port = firstOf(expectationPorts(announced.port, box.lot), (candidate) =>
    box.expectations.add({ ...translated, to: { address, port: candidate } }, at, changes),
  );
  if (port === null) return lapse(passage, flow, { code: 'no-expectation-port' });
  const text = announcementText(announced.verb, { address: there.destination.address, port });
  mangle(passage, flow, announced, octetsOf(text), tcp);
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
