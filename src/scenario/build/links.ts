/** The links between the nodes, from knobs: cables, and the wide network's two halves. */
import type { LinkSpec } from '../../sim/topology';
import { addressingOf } from './reading/addressing';
import type { Reading } from './reading/reading';
import { standsBy } from './hosts/strangers';

/** From a host to its edge: gigabit Ethernet and a switch, in microseconds and octets per second. */
const CABLE = { delay: 20, rate: 125_000_000 };

export function buildLinks(reading: Reading): readonly LinkSpec[] {
  const cable = { ...CABLE, resolution: 0, loss: 0, duplicate: 0, reorder: 0, causes: [] };
  const half = (reading.value('wan.oneWayDelayMs') * 1000) / 2;
  const rate = reading.value('wan.rateKbit');
  const wide = {
    resolution: 0,
    delay: half,
    rate: rate === null ? null : (rate * 1000) / 8,
    loss: reading.value('wan.lossPercent') / 100,
    duplicate: reading.value('wan.duplicatePercent') / 100,
    reorder: reading.value('wan.reorderPercent') / 100,
    causes: (
      ['wan.oneWayDelayMs', 'wan.rateKbit', 'wan.lossPercent', 'wan.duplicatePercent', 'wan.reorderPercent'] as const
    ).flatMap((name) => reading.behind(name)),
  };
  // The wide network loses, doubles and delays what it has carried halfway; up to there a packet travels unharmed.
  const there = { ...cable, delay: half, rate: null };
  // Between the client's edge and its carrier's NAT lies no more than a cable.
  const { carrier, lan } = addressingOf(reading);
  const outermost = carrier ? 'carrier' : 'clientEdge';
  const home = lan ? 'lan' : 'clientEdge';
  const gate = lan ? 'lan' : 'serverEdge';
  return [
    { from: 'client', to: home, ...cable },
    { from: home, to: 'client', ...cable },
    ...(lan
      ? [
          { from: 'lan', to: 'serverEdge', ...cable },
          { from: 'serverEdge', to: 'lan', ...cable },
        ]
      : []),
    ...(outermost === 'carrier'
      ? [
          { from: 'clientEdge', to: 'carrier', ...cable },
          { from: 'carrier', to: 'clientEdge', ...cable },
        ]
      : []),
    ...(lan
      ? []
      : [
          { from: outermost, to: 'wan', ...there },
          { from: 'wan', to: outermost, ...wide },
        ]),
    { from: 'serverEdge', to: 'wan', ...there },
    { from: 'wan', to: 'serverEdge', ...wide },
    { from: 'server', to: gate, ...cable },
    {
      from: gate,
      to: 'server',
      ...cable,
      resolution: reading.ifApplies('serverEdge.neighbourWaitMs', 0) * 1000,
    },
    ...[
      ...(standsBy(reading) ? ['bystander'] : []),
      ...(reading.value('scanner.work') === null ? [] : ['scanner']),
    ].flatMap((to) => [
      { from: to, to: 'wan', ...cable },
      { from: 'wan', to, ...cable },
    ]),
  ];
}
