/** Traces as the simulator makes them, chosen for what is hard to draw. */
import { load } from '../../src/parts';
import type { KnobValue } from '../../src/scenario/values/knob';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import type { Trace } from '../../src/trace/trace';

const scenarios: Readonly<Record<string, Readonly<Record<string, KnobValue>>>> = {
  'passive listing': {},
  'active get': { dataMode: 'PORT', actions: [{ op: 'get', path: '/chart.bin' }] },
  'get and put with loss': {
    'wan.lossPercent': 20,
    seed: 4,
    actions: [
      { op: 'get', path: '/hello.txt' },
      { op: 'put', path: 'cargo.bin' },
    ],
  },
  'duplicates and reordering': { dataMode: 'EPSV', 'wan.duplicatePercent': 20, 'wan.reorderPercent': 20, seed: 7 },
  'an address in 227 that leads nowhere': { 'server.passiveAddress': '10.1.2.3', 'client.skipPasvAddress': 'false' },
  'nobody listens': { 'server.software': 'none' },
  'a wrong password': { passwordOk: false },
  'a SYN,ACK lost': { 'faults.drop': 'syn-ack' },
  'active behind a firewall': { dataMode: 'PORT', 'clientEdge.firewall': 'block-inbound' },
  'active behind NAT, no helper': { dataMode: 'PORT', 'clientEdge.nat': true },
  'active behind NAT, with a helper': { dataMode: 'PORT', 'clientEdge.nat': true, 'clientEdge.ftpHelper': true },
  'extended active behind NAT, with a helper': {
    dataMode: 'EPRT',
    'clientEdge.nat': true,
    'clientEdge.ftpHelper': true,
  },
  'both ends behind NAT, the server with a helper': {
    'clientEdge.nat': true,
    'serverEdge.nat': true,
    'serverEdge.ftpHelper': true,
    'serverEdge.forwards': '21; 60020-60045 to 50020-50045',
  },
  'a private address in 227': {
    'serverEdge.nat': true,
    'client.skipPasvAddress': 'false',
    'wan.privateAddresses': 'icmp-unreachable',
  },
  'passive ports rejected with a reset': {
    'serverEdge.firewall': 'control-only',
    'serverEdge.action': 'reject',
    'client.connectTimeout': 5,
  },
  'passive ports rejected with ICMP, on IPv6': {
    dataMode: 'EPSV',
    ipVersion: 6,
    'serverEdge.firewall': 'control-only',
    'serverEdge.action': 'reject',
    'serverEdge.rejectWith': 'icmp-admin-prohibited',
  },
};

export const realTraces: readonly (readonly [name: string, trace: Trace])[] = await Promise.all(
  Object.entries(scenarios).map(async ([name, knobs]) => {
    const scenario = { knobs, interventions: [] };
    return [name, run(scenario, await load(needs(scenario)))] as const;
  }),
);
