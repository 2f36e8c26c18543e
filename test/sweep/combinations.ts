/** Every combination of the network's knobs that two real machines could be in. */
import type { KnobName, KnobValues, Settings } from '../../src/scenario/knobs/table';
import type { Edge } from '../../src/scenario/values/knob';
import { emptyScenario, problems, withKnobs, type Scenario } from '../../src/scenario/scenario';

type Choice = Settings;

const MODES: readonly Choice[] = (['PASV', 'EPSV', 'PORT', 'EPRT'] as const).map((dataMode) => ({
  dataMode,
}));
const VERSIONS: readonly Choice[] = [{ ipVersion: 4 }, { ipVersion: 6 }];

/** What a filter does, whoever it belongs to. */
type Filter = { readonly [part in 'firewall' | 'action' | 'rejectWith' | 'nat' | 'ftpHelper']?: string | boolean };

const at = (site: Edge | 'client' | 'server', filter: Filter): Choice =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [`${site}.${name}`, value]));

const REFUSALS: readonly Filter[] = [
  { action: 'drop' },
  { action: 'reject', rejectWith: 'tcp-reset' },
  { action: 'reject', rejectWith: 'icmp-admin-prohibited' },
];

function edge(side: Edge, firewalls: readonly string[]): readonly Choice[] {
  const walls = firewalls.flatMap((firewall) =>
    firewall === 'none' ? [{ firewall }] : REFUSALS.map((refusal) => ({ firewall, ...refusal })),
  );
  return walls.flatMap((wall) =>
    [false, true].flatMap((nat) => [false, true].map((ftpHelper) => at(side, { ...wall, nat, ftpHelper }))),
  );
}

const CLIENT_EDGES = edge('clientEdge', ['none', 'block-inbound', 'egress-filter']);
const SERVER_EDGES = edge('serverEdge', ['none', 'control-only', 'control-and-passive', 'block-all']);

const ADDRESSES: readonly Choice[] = [
  {},
  { 'server.passiveAddress': '198.51.100.21' },
  { 'server.passiveAddress': '10.0.0.21' },
];

const TRUSTS: readonly Choice[] = [{}, { 'client.skipPasvAddress': 'false' }];

/** The choices of each list with those of all others. */
const product = (...lists: readonly (readonly Choice[])[]): readonly Choice[] =>
  lists.reduce<readonly Choice[]>(
    (all, list) => all.flatMap((one) => list.map((other) => ({ ...one, ...other }))),
    [{}],
  );

const values = <N extends KnobName>(knob: N, ...list: readonly KnobValues[N][]): readonly Choice[] =>
  list.map((value) => ({ [knob]: value }));

const DEPENDENCES = ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'] as const;
const wall = (host: 'client' | 'server', firewalls: readonly string[]): readonly Choice[] => [
  {},
  ...firewalls.flatMap((firewall) => REFUSALS.map((refusal) => at(host, { firewall, ...refusal }))),
];

/**
 * What else may stand between two machines: a carrier's NAT, their own firewalls, or nothing but the server's network.
 */
const FURTHER: readonly Choice[] = [
  ...product(
    MODES,
    [{ 'clientEdge.nat': true, 'carrier.nat': true }],
    values('carrier.mapping', ...DEPENDENCES),
    values('carrier.filtering', ...DEPENDENCES),
    values('clientEdge.ftpHelper', false, true),
    values('serverEdge.nat', false, true),
  ),
  ...product(
    MODES,
    VERSIONS,
    wall('client', ['block-inbound']),
    wall('server', ['control-only', 'control-and-passive']),
  ),
  ...product(
    MODES,
    [{ 'client.place': 'server-lan' }],
    VERSIONS,
    values('serverEdge.nat', false, true),
    values('client.called', 'public', 'private'),
    values('serverEdge.hairpin', false, true),
    values('serverEdge.ftpHelper', false, true),
    ADDRESSES,
    TRUSTS,
  ),
];

const scenarioOf = (choice: Choice): Scenario => withKnobs(emptyScenario, choice);

/** All of them, in a fixed order. */
export function* combinations(): Generator<Scenario> {
  for (const mode of MODES)
    for (const version of VERSIONS)
      for (const client of CLIENT_EDGES)
        for (const server of SERVER_EDGES) {
          const passive = mode['dataMode'] === 'PASV';
          for (const address of passive ? ADDRESSES : [{}])
            for (const trust of passive ? TRUSTS : [{}]) {
              const scenario = scenarioOf({ ...mode, ...version, ...client, ...server, ...address, ...trust });
              if (problems(scenario).length === 0) yield scenario;
            }
        }
  for (const scenario of FURTHER.map(scenarioOf)) if (problems(scenario).length === 0) yield scenario;
}
