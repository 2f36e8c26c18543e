/**
 * The switches of the top bar: few, made from the knobs. Each option says what it sets and, where it cannot be, why.
 */
import { knobNamed } from '../../scenario/knobs/knobs';
import type { KnobValue } from '../../scenario/values/knob';
import { problems, valueOf, withKnob, type Scenario } from '../../scenario/scenario';
import { words } from '../strings/en/page';

export interface ModeOption {
  readonly text: string;
  readonly why: string;
  readonly set: readonly (readonly [knob: string, value: KnobValue])[];
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

const dataMode = (active: boolean, extended: boolean): string =>
  dataModes.find((mode) => mode.active === active && mode.extended === extended)?.value ?? 'PASV';

/**
 * How the session is protected: both ends are set, and the port that goes with it (RFC 4217; IANA has 990 for ftps).
 */
const securities = [
  { value: 'none', server: 'off', port: 21, text: words.modes.ftp, why: words.modes.ftpWhy },
  { value: 'explicit', server: 'optional', port: 21, text: words.modes.explicit, why: words.modes.explicitWhy },
  { value: 'implicit', server: 'implicit', port: 990, text: words.modes.implicit, why: words.modes.implicitWhy },
] as const;

export function modesOf(scenario: Scenario): readonly Mode[] {
  const now = dataModes.find(({ value }) => value === valueOf(scenario, 'dataMode')) ?? dataModes[2];
  const version = valueOf(scenario, 'ipVersion');
  const option = (text: string, why: string, set: ModeOption['set']): ModeOption => {
    const next = set.reduce((changed, [knob, value]) => withKnob(changed, knob, value), scenario);
    const already = new Set(problems(scenario).map(({ text: said }) => said));
    const problem = problems(next).find(({ text: said }) => !already.has(said))?.text ?? null;
    return { text, why, set, problem, chosen: set.every(([knob, value]) => valueOf(scenario, knob) === value) };
  };
  const mine = dataModes.filter(({ active }) => active === now.active);
  return [
    {
      name: 'security',
      label: words.modes.security,
      options: securities.map(({ value, server, port, text, why }) => ({
        ...option(text, why, [
          ['security', value],
          ['server.tls', server],
          ['client.connectPort', port],
          ['server.controlPort', port],
        ]),
        chosen: valueOf(scenario, 'security') === value,
      })),
    },
    {
      name: 'who',
      label: words.modes.who,
      options: [
        option(words.modes.active, words.modes.activeWhy, [['dataMode', dataMode(true, now.extended)]]),
        option(words.modes.passive, words.modes.passiveWhy, [['dataMode', dataMode(false, now.extended)]]),
      ],
    },
    {
      name: 'verb',
      label: words.modes.verb,
      options: mine.map(({ value }) => option(value, knobNamed('dataMode')?.sentence ?? '', [['dataMode', value]])),
    },
    {
      name: 'version',
      label: words.modes.version,
      options: [
        { ...option(words.modes.ipv4, knobNamed('ipVersion')?.sentence ?? '', [['ipVersion', 4]]) },
        // Only the extended commands can name an IPv6 address, so the switch takes them along.
        {
          ...option(words.modes.ipv6, words.modes.extended(dataMode(now.active, true), 6), [
            ['ipVersion', 6],
            ['dataMode', dataMode(now.active, true)],
          ]),
          chosen: version === 6,
        },
      ],
    },
  ];
}

/** `FTP · Active`: what the phone's chip says. */
export function modeName(scenario: Scenario): string {
  return modesOf(scenario)
    .slice(0, 2)
    .map(({ options }) => options.find(({ chosen }) => chosen)?.text ?? '')
    .join(' · ');
}

/** A switch that an edge has: one gesture for what its knobs make possible. */
export interface EdgeSwitch {
  readonly name: 'firewall' | 'nat' | 'helper';
  readonly text: string;
  readonly why: string;
  readonly on: boolean;
  /** What pressing it sets. */
  readonly set: readonly (readonly [knob: string, value: KnobValue])[];
  /** Why it cannot be pressed now, or null. */
  readonly problem: string | null;
}

/** The firewall that an edge's switch puts up. */
const FIREWALL: Readonly<Record<string, string>> = {
  clientEdge: 'block-inbound',
  serverEdge: 'control-only',
  client: 'block-inbound',
  server: 'control-only',
};

export function edgeSwitchesOf(scenario: Scenario, edge: string): readonly EdgeSwitch[] {
  const value = (knob: string): KnobValue => valueOf(scenario, `${edge}.${knob}`);
  const sentence = (knob: string): string => knobNamed(`${edge}.${knob}`)?.sentence ?? '';
  const walled = value('rules') !== null || value('firewall') !== 'none';
  const six = valueOf(scenario, 'ipVersion') === 6;
  // A host's own firewall neither translates nor helps.
  const switches: readonly (EdgeSwitch & { readonly knob: string })[] = [
    {
      knob: 'firewall',
      name: 'firewall',
      text: words.edges.firewall,
      why: sentence('firewall'),
      on: walled,
      problem: null,
      set: [
        [`${edge}.rules`, null],
        [`${edge}.firewall`, walled ? 'none' : (FIREWALL[edge] ?? 'none')],
      ],
    },
    {
      knob: 'nat',
      name: 'nat',
      text: words.edges.nat,
      why: sentence('nat'),
      on: !six && value('nat') === true,
      problem: six ? words.edges.noNat : null,
      set: [[`${edge}.nat`, value('nat') !== true]],
    },
    {
      knob: 'ftpHelper',
      name: 'helper',
      text: words.edges.helper,
      why: sentence('ftpHelper'),
      on: value('ftpHelper') === true,
      problem: null,
      set: [[`${edge}.ftpHelper`, value('ftpHelper') !== true]],
    },
  ];
  const absent = edge === 'clientEdge' && valueOf(scenario, 'client.place') === 'server-lan';
  return switches
    .filter(({ knob }) => knobNamed(`${edge}.${knob}`) !== undefined)
    .map((one) => (absent ? { ...one, on: false, problem: words.edges.noEdge } : one));
}
