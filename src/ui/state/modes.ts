/**
 * The switches of the top bar: few, made from the knobs. Each option says what it sets and, where it cannot be, why.
 */
import { namesOf, setting } from '../../scenario/knobs/knobs';
import type { Settings } from '../../scenario/knobs/table';
import { isEdge, isFilterSite, type Edge, type FilterSite } from '../../scenario/values/knob';
import { problems, valueOf, withKnobs, type Scenario } from '../../scenario/scenario';
import { knobWords } from '../../strings/en/knobs';
import { objectionText } from '../../strings/en/objections';
import { words } from '../../strings/en/page/page';

interface ModeOption {
  readonly text: string;
  readonly why: string;
  readonly set: Settings;
  readonly chosen: boolean;
  /** Why it cannot be chosen now, or null. */
  readonly problem: string | null;
}

export interface Mode {
  readonly name: string;
  readonly label: string;
  readonly options: readonly ModeOption[];
}

/** The four ways to agree on a data connection: who dials, and whether the command can name any address family. */
const dataModes = [
  { value: 'PORT', active: true, extended: false },
  { value: 'EPRT', active: true, extended: true },
  { value: 'PASV', active: false, extended: false },
  { value: 'EPSV', active: false, extended: true },
] as const;

const dataMode = (active: boolean, extended: boolean): (typeof dataModes)[number]['value'] =>
  dataModes.find((mode) => mode.active === active && mode.extended === extended)?.value ?? 'PASV';

/**
 * How the session is protected: both ends are set, and the port that goes with it (RFC 4217; IANA has 990 for ftps).
 */
const securities = [
  { value: 'none', server: 'off', port: 21, text: words.modes.ftp, why: words.modes.ftpWhy },
  { value: 'explicit', server: 'optional', port: 21, text: words.modes.explicit, why: words.modes.explicitWhy },
  { value: 'implicit', server: 'implicit', port: 990, text: words.modes.implicit, why: words.modes.implicitWhy },
] as const;

export const modesOf = (scenario: Scenario): readonly Mode[] =>
  [security, who, verb, version].map((mode) => mode(scenario));

function optionOf(scenario: Scenario, text: string, why: string, set: Settings): ModeOption {
  const next = withKnobs(scenario, set);
  const already = new Set(problems(scenario).map(objectionText));
  const problem =
    problems(next)
      .map(objectionText)
      .find((said) => !already.has(said)) ?? null;
  return { text, why, set, problem, chosen: namesOf(set).every((knob) => valueOf(scenario, knob) === set[knob]) };
}

const dataModeNow = (scenario: Scenario): (typeof dataModes)[number] =>
  dataModes.find(({ value }) => value === valueOf(scenario, 'dataMode')) ?? dataModes[2];

function security(scenario: Scenario): Mode {
  const options = securities.map(({ value, server, port, text, why }) => ({
    ...optionOf(scenario, text, why, {
      security: value,
      'server.tls': server,
      'client.connectPort': port,
      'server.controlPort': port,
    }),
    chosen: valueOf(scenario, 'security') === value,
  }));
  return { name: 'security', label: words.modes.security, options };
}

function who(scenario: Scenario): Mode {
  const { extended } = dataModeNow(scenario);
  const options = [
    optionOf(scenario, words.modes.active, words.modes.activeWhy, { dataMode: dataMode(true, extended) }),
    optionOf(scenario, words.modes.passive, words.modes.passiveWhy, { dataMode: dataMode(false, extended) }),
  ];
  return { name: 'who', label: words.modes.who, options };
}

function verb(scenario: Scenario): Mode {
  const now = dataModeNow(scenario);
  const why = knobWords.dataMode.sentence;
  const options = dataModes
    .filter(({ active }) => active === now.active)
    .map(({ value }) => optionOf(scenario, value, why, { dataMode: value }));
  return { name: 'verb', label: words.modes.verb, options };
}

/** Only the extended commands can name an IPv6 address, so the switch takes them along. */
function version(scenario: Scenario): Mode {
  const extended = dataMode(dataModeNow(scenario).active, true);
  const six = { ipVersion: 6, dataMode: extended } as const;
  const options = [
    optionOf(scenario, words.modes.ipv4, knobWords.ipVersion.sentence, { ipVersion: 4 }),
    {
      ...optionOf(scenario, words.modes.ipv6, words.modes.extended(extended, 6), six),
      chosen: valueOf(scenario, 'ipVersion') === 6,
    },
  ];
  return { name: 'version', label: words.modes.version, options };
}

/** `FTP · Active`: what the phone's chip says. */
export function modeName(scenario: Scenario): string {
  return modesOf(scenario)
    .slice(0, 2)
    .map(({ options }) => options.find(({ chosen }) => chosen)?.text ?? '')
    .join(' · ');
}

/** A switch that an edge has: one gesture for what its knobs make possible. */
interface EdgeSwitch {
  readonly name: 'firewall' | 'nat' | 'helper';
  readonly text: string;
  readonly why: string;
  readonly on: boolean;
  /** What pressing it sets. */
  readonly set: Settings;
  /** Why it cannot be pressed now, or null. */
  readonly problem: string | null;
}

/** The firewall that an edge's switch puts up. */
const FIREWALL = {
  clientEdge: { 'clientEdge.firewall': 'block-inbound' },
  serverEdge: { 'serverEdge.firewall': 'control-only' },
  client: { 'client.firewall': 'block-inbound' },
  server: { 'server.firewall': 'control-only' },
} as const satisfies Readonly<Record<FilterSite, Settings>>;

/** A host's own firewall neither translates nor helps; whoever is no filter has none of these. */
export function edgeSwitchesOf(scenario: Scenario, site: string): readonly EdgeSwitch[] {
  const switches = [
    ...(isFilterSite(site) ? [firewallSwitch(scenario, site)] : []),
    ...(isEdge(site) ? [natSwitch(scenario, site), helperSwitch(scenario, site)] : []),
  ];
  const absent = site === 'clientEdge' && valueOf(scenario, 'client.place') === 'server-lan';
  return switches.map((one) => (absent ? { ...one, on: false, problem: words.edges.noEdge } : one));
}

function firewallSwitch(scenario: Scenario, site: FilterSite): EdgeSwitch {
  const on = valueOf(scenario, `${site}.rules`) !== null || valueOf(scenario, `${site}.firewall`) !== 'none';
  return {
    name: 'firewall',
    text: words.edges.firewall,
    why: knobWords[`${site}.firewall`].sentence,
    on,
    problem: null,
    set: { ...setting(`${site}.rules`, null), ...(on ? setting(`${site}.firewall`, 'none') : FIREWALL[site]) },
  };
}

function natSwitch(scenario: Scenario, edge: Edge): EdgeSwitch {
  const [six, nat] = [valueOf(scenario, 'ipVersion') === 6, valueOf(scenario, `${edge}.nat`)];
  return {
    name: 'nat',
    text: words.edges.nat,
    why: knobWords[`${edge}.nat`].sentence,
    on: !six && nat,
    problem: six ? words.edges.noNat : null,
    set: setting(`${edge}.nat`, !nat),
  };
}

function helperSwitch(scenario: Scenario, edge: Edge): EdgeSwitch {
  const helps = valueOf(scenario, `${edge}.ftpHelper`);
  return {
    name: 'helper',
    text: words.edges.helper,
    why: knobWords[`${edge}.ftpHelper`].sentence,
    on: helps,
    problem: null,
    set: setting(`${edge}.ftpHelper`, !helps),
  };
}
