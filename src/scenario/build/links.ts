/** The links between the nodes, from knobs: cables, and the wide network's two halves. */
import type { LinkSpec } from '../../sim/topology';
import type { KnobName } from '../knobs/table';
import { addressingOf } from './reading/addressing';
import type { Reading } from './reading/reading';
import { standsBy } from './hosts/strangers';

/** From a host to its edge: gigabit Ethernet and a switch, in microseconds and octets per second. */
const CABLE = { delay: 20, rate: 125_000_000 };

type Quality = Omit<LinkSpec, 'from' | 'to'>;

/** A link in both directions: `back` where that one is unlike. */
const both = (from: string, to: string, there: Quality, back = there): readonly LinkSpec[] => [
  { from, to, ...there },
  { from: to, to: from, ...back },
];

/** What the wide network does to what it has carried halfway. */
function wideOf(reading: Reading): Quality {
  const rate = reading.value('wan.rateKbit');
  return {
    resolution: 0,
    delay: (reading.value('wan.oneWayDelayMs') * 1000) / 2,
    rate: rate === null ? null : (rate * 1000) / 8,
    loss: reading.value('wan.lossPercent') / 100,
    duplicate: reading.value('wan.duplicatePercent') / 100,
    reorder: reading.value('wan.reorderPercent') / 100,
    causes: (
      [
        'wan.oneWayDelayMs',
        'wan.rateKbit',
        'wan.lossPercent',
        'wan.duplicatePercent',
        'wan.reorderPercent',
      ] satisfies readonly KnobName[]
    ).flatMap((name) => reading.behind(name)),
  };
}

export function buildLinks(reading: Reading): readonly LinkSpec[] {
  const cable = { ...CABLE, resolution: 0, loss: 0, duplicate: 0, reorder: 0, causes: [] };
  const wide = wideOf(reading);
  // Up to halfway a packet travels unharmed.
  const there = { ...cable, delay: wide.delay, rate: null };
  // Between the client's edge and its carrier's NAT lies no more than a cable.
  const { carrier, lan } = addressingOf(reading);
  const outermost = carrier ? 'carrier' : 'clientEdge';
  const home = lan ? 'lan' : 'clientEdge';
  const gate = lan ? 'lan' : 'serverEdge';
  const neighbour = { ...cable, resolution: reading.ifApplies('serverEdge.neighbourWaitMs', 0) * 1000 };
  const strangers = [
    ...(standsBy(reading) ? ['bystander'] : []),
    ...(reading.value('scanner.work') === null ? [] : ['scanner']),
  ];
  return [
    ...both('client', home, cable),
    ...(lan ? both('lan', 'serverEdge', cable) : []),
    ...(carrier ? both('clientEdge', 'carrier', cable) : []),
    ...(lan ? [] : both(outermost, 'wan', there, wide)),
    ...both('serverEdge', 'wan', there, wide),
    ...both('server', gate, cable, neighbour),
    ...strangers.flatMap((stranger) => both(stranger, 'wan', cable)),
  ];
}
