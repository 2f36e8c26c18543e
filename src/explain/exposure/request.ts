/**
 * What a scenario's work needs of whoever keeps its firewalls, as data to print: each row a direction, the ports and
 * why, the rule in our notation and in the words of nft, whether the edge lets it begin already (tried on the edge's
 * own engine), and commands that test it from the one side or the other.
 */
import { parseForwards } from '../../scenario/values/forwards';
import { addressingOf, type Addressing } from '../../scenario/build/reading/addressing';
import { Reading } from '../../scenario/build/reading/reading';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { Recorder } from '../../sim/recorder';
import type { Side } from '../../machine/gateway';
import { entriesOf, type Trace } from '../../trace/trace';
import { nftLine } from '../remedies/config';
import { linkTo } from '../diagnosis/diagnose';
import { nameOfNode } from '../diagnosis/phrases';
import { testsOfCalls, testsOfCallsBack, type Need, type Test } from './request-tests';
import { doorsOf, rangeText, without, type PortRange } from '../reading/reach';

export interface RequestRow {
  readonly edge: 'clientEdge' | 'serverEdge';
  /** Seen from what lies behind the edge. */
  readonly direction: 'in' | 'out';
  readonly purpose: 'control' | 'data';
  /** Addresses, or `any`. */
  readonly from: string;
  readonly to: string;
  readonly protocol: 'TCP';
  /** Destination ports; and source ports where they are known. */
  readonly ports: PortRange;
  readonly sourcePort: number | null;
  readonly why: string;
  /** Whether such connections may begin now. */
  readonly allowed: boolean;
  /** As the knobs take it, and as nft does; an FTP helper makes it needless. */
  readonly rule: string;
  readonly config: readonly string[];
  readonly byHelper: boolean;
  /** To be typed where `on` says. */
  readonly tests: readonly Test[];
  /** Where the run did it; null where it came not so far. */
  readonly moment: string | null;
}

export interface FirewallRequest {
  readonly rows: readonly RequestRow[];
  /** What holds for all of them. */
  readonly notes: readonly string[];
}

type Edge = RequestRow['edge'];

export function firewallRequest(scenario: Scenario, trace: Trace): FirewallRequest {
  const addressing = addressingOf(new Reading(scenario, new Recorder()));
  const rows = needsOf(scenario).flatMap((need) =>
    (addressing.lan ? [] : (['clientEdge', 'serverEdge'] as const)).map((edge) =>
      rowOf(scenario, trace, addressing, edge, need),
    ),
  );
  return {
    rows,
    notes: addressing.lan
      ? ["The client is on the server's own network: there is no firewall between them to ask for."]
      : [
          'What answers a connection that has begun must pass as well (state established).',
          ...(addressing.carrier
            ? [
                "Beyond the client's edge a carrier translates a second time: nobody can open ports there, " +
                  'so that nothing can call the client.',
              ]
            : []),
          ...(rows.some(({ byHelper }) => byHelper)
            ? [
                'The FTP helper lets data connections in one by one, while the control connection is in clear; ' +
                  'those rows then need no rule of their own.',
              ]
            : []),
          ...(valueOf(scenario, 'security') !== 'none'
            ? ['The control connection is encrypted: no FTP helper can read it, and none must be relied on.']
            : []),
          `${rows.filter(({ allowed }) => !allowed).length} of ${rows.length} rows are not open now.`,
        ],
  };
}

function needsOf(scenario: Scenario): readonly Need[] {
  const port = valueOf(scenario, 'client.connectPort');
  const control: Need = {
    purpose: 'control',
    opener: 'client',
    ports: [port, port],
    sourcePort: null,
    why: 'The control connection: log in, commands and replies (RFC 959 section 2.3).',
  };
  const mode = valueOf(scenario, 'dataMode');
  if (mode === 'PASV' || mode === 'EPSV') {
    return [
      control,
      {
        purpose: 'data',
        opener: 'client',
        ports: valueOf(scenario, 'server.passiveRange'),
        sourcePort: null,
        why:
          `Data connections: after ${mode} the server waits on one of these ports, and the client calls it; ` +
          'another for each listing or file.',
      },
    ];
  }
  const source = valueOf(scenario, 'server.activeDataPort');
  return [
    control,
    {
      purpose: 'data',
      opener: 'server',
      ports: valueOf(scenario, 'client.ephemeralPorts'),
      sourcePort: typeof source === 'number' ? source : null,
      why:
        `Data connections: after ${mode} the server calls one of these ports, which the client chose; ` +
        'another for each listing or file.',
    },
  ];
}

function rowOf(scenario: Scenario, trace: Trace, addressing: Addressing, edge: Edge, need: Need): RequestRow {
  const { purpose, opener, sourcePort, why } = need;
  const home = edge === 'clientEdge' ? 'client' : 'server';
  const direction = opener === home ? 'out' : 'in';
  const ports = direction === 'in' && edge === 'serverEdge' ? behind(scenario, addressing, need.ports) : need.ports;
  const known = { client: addressing.client, server: addressing.server };
  const outer = {
    client: addressing.client.startsWith('192.168.')
      ? ((addressing.carrier ?? addressing.clientEdge).outside[0] ?? addressing.client)
      : addressing.client,
    server: addressing.called,
  };
  const [caller, called] = opener === 'client' ? (['client', 'server'] as const) : (['server', 'client'] as const);
  const from = direction === 'out' ? known[caller] : opener === 'client' ? 'any' : outer[caller];
  const to = direction === 'out' ? outer[called] : known[called];
  const prefix = (address: string) => `${address}/${addressing.version === 4 ? 32 : 128}`;
  const rule = [
    `from ${direction === 'out' ? 'inside' : 'outside'}`,
    ...(from === 'any' ? [] : [`source ${prefix(from)}`]),
    `destination ${prefix(to)}`,
    'tcp',
    ...(sourcePort === null ? [] : [`sport ${sourcePort}`]),
    `dport ${rangeText(ports)}`,
    'accept',
  ].join(' ');
  const helper = valueOf(scenario, `${edge}.ftpHelper`) && valueOf(scenario, 'security') === 'none';
  const syn = trace.connections.find((one) => one.purpose === purpose && one.opener === opener);
  const entry = syn && entriesOf(trace, 'transmit').find(({ connection }) => connection === syn.index);
  return {
    edge,
    direction,
    purpose,
    from,
    to,
    protocol: 'TCP',
    ports,
    sourcePort,
    why,
    rule,
    config: configOf(edge, direction, from === 'any' ? null : prefix(from), prefix(to), ports, sourcePort, rule),
    allowed: isOpen(scenario, edge, direction === 'out' ? 'inside' : 'outside', need),
    byHelper: helper && purpose === 'data',
    tests:
      opener === 'client' ? testsOfCalls(need, outer.server, scenario) : testsOfCallsBack(need, outer.client, scenario),
    moment: entry ? linkTo(trace, entry, '').moment : null,
  };
}

/** The rule for those who keep the edge; a cloud's for what comes in at the server. */
function configOf(
  edge: Edge,
  direction: RequestRow['direction'],
  from: string | null,
  to: string,
  ports: PortRange,
  sourcePort: number | null,
  rule: string,
): readonly string[] {
  const colon = rangeText(ports).replace('-', ':');
  return [
    `nft: ${nftLine(rule)}`,
    `iptables: ${to.includes(':') ? 'ip6tables' : 'iptables'} -I FORWARD ` +
      `-i ${direction === 'out' ? 'in0' : 'out0'}${from === null ? '' : ` -s ${from}`} -d ${to} -p ` +
      `tcp${sourcePort === null ? '' : ` --sport ${sourcePort}`} --dport ${colon} -j ACCEPT`,
    ...(edge === 'serverEdge' && direction === 'in'
      ? [
          'security group: aws ec2 authorize-security-group-ingress --protocol tcp ' +
            `--port ${rangeText(ports)} --cidr 0.0.0.0/0`,
        ]
      : []),
  ];
}

/** The ports as they are behind the server's edge, where it forwards to others. */
function behind(scenario: Scenario, addressing: Addressing, ports: PortRange): PortRange {
  const forward =
    addressing.server === addressing.called
      ? undefined
      : parseForwards(valueOf(scenario, 'serverEdge.forwards')).find(
          ({ outside: [from, to] }) => from <= ports[0] && to >= ports[1],
        );
  const shift = forward ? forward.inside[0] - forward.outside[0] : 0;
  return [ports[0] + shift, ports[1] + shift];
}

function isOpen(scenario: Scenario, edge: Edge, from: Side, { ports, sourcePort }: Need): boolean {
  const callers =
    from === 'inside'
      ? ['anyone']
      : sourcePort === 20
        ? ['anyone', 'anyone who calls from port 20', 'the other side', 'the other side from port 20']
        : ['anyone', 'the other side'];
  const open = doorsOf(scenario)
    .filter((door) => door.edge === edge && door.from === from && callers.includes(door.who))
    .flatMap((door) => door.ports);
  return without([ports], open).length === 0;
}

/** The request as lines to print. */
export function requestText({ rows, notes }: FirewallRequest): readonly string[] {
  return [
    ...rows.flatMap((row, at) => [
      `${at + 1}. At ${nameOfNode(row.edge)}, ${row.direction === 'in' ? 'inbound' : 'outbound'}: ${row.protocol}` +
        ` from ${row.from}${row.sourcePort === null ? '' : ` port ${row.sourcePort}`} to ${row.to} ` +
        `port${row.ports[0] === row.ports[1] ? '' : 's'} ${rangeText(row.ports)}`,
      `   ${row.why}`,
      `   Now: ${row.allowed ? 'open' : row.byHelper ? 'opened by the FTP helper, one by one' : 'not open'}`,
      ...row.config.map((line) => `   ${line}`),
      ...row.tests.map(({ on, command, tells }) => `   on ${on}: ${command}   (${tells})`),
    ]),
    ...notes,
  ];
}
