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
import { momentTo } from '../diagnosis/diagnose';
import { testsOfCalls, testsOfCallsBack, type Need, type NeedWhy, type Test } from './request-tests';
import { doorsOf, rangeText, without, type CallerName, type PortRange } from '../reading/reach';

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
  readonly why: NeedWhy;
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

export type RequestNote =
  | {
      readonly code:
        'no-firewall-between' | 'answers-pass' | 'carrier-translates' | 'helper-lets-in' | 'no-helper-reads';
    }
  | { readonly code: 'not-open'; readonly closed: number; readonly of: number };

export interface FirewallRequest {
  readonly rows: readonly RequestRow[];
  /** What holds for all of them. */
  readonly notes: readonly RequestNote[];
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
    notes: addressing.lan ? [{ code: 'no-firewall-between' }] : notesOf(scenario, addressing, rows),
  };
}

function notesOf(scenario: Scenario, { carrier }: Addressing, rows: readonly RequestRow[]): readonly RequestNote[] {
  const notes: readonly (readonly [boolean, RequestNote])[] = [
    [true, { code: 'answers-pass' }],
    [carrier !== null, { code: 'carrier-translates' }],
    [rows.some(({ byHelper }) => byHelper), { code: 'helper-lets-in' }],
    [valueOf(scenario, 'security') !== 'none', { code: 'no-helper-reads' }],
    [true, { code: 'not-open', closed: rows.filter(({ allowed }) => !allowed).length, of: rows.length }],
  ];
  return notes.filter(([holds]) => holds).map(([, note]) => note);
}

function needsOf(scenario: Scenario): readonly Need[] {
  const port = valueOf(scenario, 'client.connectPort');
  const control: Need = {
    purpose: 'control',
    opener: 'client',
    ports: [port, port],
    sourcePort: null,
    why: { code: 'control-connection' },
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
        why: { code: 'passive-data', mode },
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
      why: { code: 'active-data', mode },
    },
  ];
}

const prefixed = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

interface Ends {
  readonly caller: 'client' | 'server';
  readonly called: 'client' | 'server';
}

const ENDS: Readonly<Record<Need['opener'], Ends>> = {
  client: { caller: 'client', called: 'server' },
  server: { caller: 'server', called: 'client' },
};

/** How both hosts are known to each other: the client behind a NAT, or two, by the outermost address. */
function outerOf({ client, carrier, clientEdge, called }: Addressing): Readonly<Record<Need['opener'], string>> {
  const translated = client.startsWith('192.168.') ? (carrier ?? clientEdge).outside[0] : undefined;
  return { client: translated ?? client, server: called };
}

/** Whence and whereto, as an edge sees it: outward by the caller's own address, inward by the called one's. */
function addressesOf(addressing: Addressing, direction: RequestRow['direction'], opener: Need['opener']) {
  const { caller, called } = ENDS[opener];
  const outer = outerOf(addressing);
  if (direction === 'out') return { from: addressing[caller], to: outer[called] };
  return { from: opener === 'client' ? 'any' : outer[caller], to: addressing[called] };
}

function rowOf(scenario: Scenario, trace: Trace, addressing: Addressing, edge: Edge, need: Need): RequestRow {
  const { purpose, opener, sourcePort, why } = need;
  const home = edge === 'clientEdge' ? 'client' : 'server';
  const direction = opener === home ? 'out' : 'in';
  const side = direction === 'out' ? 'inside' : 'outside';
  const ports = direction === 'in' && edge === 'serverEdge' ? behind(scenario, addressing, need.ports) : need.ports;
  const { from, to } = addressesOf(addressing, direction, opener);
  const rule = [
    `from ${side}`,
    ...(from === 'any' ? [] : [`source ${prefixed(from)}`]),
    `destination ${prefixed(to)}`,
    'tcp',
    ...(sourcePort === null ? [] : [`sport ${sourcePort}`]),
    `dport ${rangeText(ports)}`,
    'accept',
  ].join(' ');
  const source = from === 'any' ? null : prefixed(from);
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
    config: configOf(edge, direction, source, prefixed(to), ports, sourcePort, rule),
    allowed: isOpen(scenario, edge, side, need),
    byHelper: purpose === 'data' && valueOf(scenario, `${edge}.ftpHelper`) && valueOf(scenario, 'security') === 'none',
    tests: testsOf(scenario, addressing, need),
    moment: momentOf(trace, need),
  };
}

function testsOf(scenario: Scenario, addressing: Addressing, need: Need): readonly Test[] {
  const { client, server } = outerOf(addressing);
  return need.opener === 'client' ? testsOfCalls(need, server, scenario) : testsOfCallsBack(need, client, scenario);
}

function momentOf(trace: Trace, { purpose, opener }: Need): string | null {
  const syn = trace.connections.find((one) => one.purpose === purpose && one.opener === opener);
  const entry = syn && entriesOf(trace, 'transmit').find(({ connection }) => connection === syn.index);
  return entry ? momentTo(trace, entry) : null;
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

/** Whose calls count as such a connection. */
const CALLERS: Readonly<Record<'inside' | 'outside' | 'fromPort20', readonly CallerName[]>> = {
  inside: ['anyone'],
  outside: ['anyone', 'peer'],
  fromPort20: ['anyone', 'anyone-from-20', 'peer', 'peer-from-20'],
};

function isOpen(scenario: Scenario, edge: Edge, from: Side, { ports, sourcePort }: Need): boolean {
  const outside = sourcePort === 20 ? CALLERS.fromPort20 : CALLERS.outside;
  const callers = from === 'inside' ? CALLERS.inside : outside;
  const open = doorsOf(scenario)
    .filter((door) => door.edge === edge && door.from === from && callers.includes(door.who))
    .flatMap((door) => door.ports);
  return without([ports], open).length === 0;
}
