/**
 * What a run that did what was asked leaves open without need: every change that shuts something, opens nothing, and
 * with which the same run still comes out well. Found by running it, as the fix finder does; what is shut is tried on
 * the edges' own engines. A finding is a chain that ends at the knob, and the changes of that knob.
 */
import { clearSecrets } from '../reading/clear';
import { configLines } from './config';
import { changesOf, type Change, type Settings } from './changes';
import type { Attempt, Remedy } from './remedies';
import { diagnose, linkTo, type ChainLink } from '../diagnosis/diagnose';
import { knobsRead } from '../diagnosis/failure';
import { opensBetween } from './opens';
import { nameOfNode, sentence } from '../diagnosis/phrases';
import { toLink } from '../../scenario/text/link';
import { problems, valueOf, withKnob, type Scenario } from '../../scenario/scenario';
import type { Entry } from '../../trace/entry';
import { entriesOf, type Connection, type Trace } from '../../trace/trace';

export interface Needless {
  readonly knob: string;
  /** What it leaves open, that the run did without. */
  readonly what: string;
  readonly chain: readonly ChainLink[];
  /** As how many ports it counts; the worst comes first. */
  readonly weight: number;
  /** What shuts most comes first; `opens` is what each leaves open of it: nothing new. */
  readonly remedies: readonly Remedy[];
}

/** Settings that are there to shut something. What is asked for, and how, is not among them; TLS takes both ends. */
const SHUTTERS =
  /^((server|client)Edge\.(firewall|rules|forwards|ftpHelper|egressPorts)|server\.(allowForeign\w+|passiveRange|requireTlsSessionReuse)|client\.skipPasvAddress|tls\.(verifyCertificate|protectData|clearControlAfterLogin))$/;

/** What takes both ends to shut. */
const TOGETHER: readonly Settings[] = [
  { 'server.tls': 'required', security: 'explicit' },
  { 'server.tls': 'required' },
];

/** For a run that came out well; empty for one that did not. */
export function* needless(scenario: Scenario, trace: Trace): Generator<Attempt, readonly Needless[], Trace> {
  if (diagnose(trace)?.outcome !== 'ok' && diagnose(trace) !== null) return [];
  const shut = candidates(scenario, trace)
    .map((change) => ({
      change,
      shuts: opensBetween(change.scenario, scenario),
      opens: opensBetween(scenario, change.scenario),
    }))
    .filter(({ shuts, opens }) => shuts.weight > 0 && opens.weight === 0);
  const held: (typeof shut)[number][] = [];
  for (const [done, one] of shut.entries()) {
    const after: Trace = yield { scenario: one.change.scenario, set: one.change.set, done, of: shut.length };
    const clear =
      Object.hasOwn(one.change.set, 'security') && clearSecrets(after).some(({ what }) => what === 'password');
    if (diagnose(after) === null && !clear) held.push(one);
  }
  const byKnob = new Map<string, typeof held>();
  for (const one of held.sort((a, b) => b.shuts.weight - a.shuts.weight)) {
    const knob = Object.keys(one.change.set).at(-1) ?? '';
    byKnob.set(knob, [...(byKnob.get(knob) ?? []), one]);
  }
  return [...byKnob].flatMap(([knob, [worst, ...rest]]) =>
    worst
      ? [
          {
            knob,
            what: worst.shuts.text,
            weight: worst.shuts.weight,
            chain: chainOf(trace, knob, worst.shuts.text),
            remedies: [worst, ...rest].map(({ change, shuts }): Remedy => ({
              set: change.set,
              why: `The run comes out as well without: ${shuts.text}.`,
              opens: 'nothing new',
              weight: 0,
              marked: Object.hasOwn(change.set, 'security'),
              config: shutting(knob, change.config),
            })),
          },
        ]
      : [],
  );
}

function candidates(scenario: Scenario, trace: Trace): readonly Change[] {
  const single = changesOf(scenario, trace, new Set([toLink(scenario, null)])).filter(({ set }) =>
    Object.keys(set).every((name) => SHUTTERS.test(name)),
  );
  const both = TOGETHER.filter((set) =>
    Object.entries(set).every(([name, value]) => valueOf(scenario, name) !== value),
  ).map((set): Change => ({
    set,
    scenario: Object.entries(set).reduce((next, [name, value]) => withKnob(next, name, value), scenario),
    config: Object.entries(set).flatMap(([name, value]) => configLines(name, value, scenario)),
  }));
  return [...single, ...both.filter((one) => problems(one.scenario).length === 0)];
}

/** A firewall's lines say what it lets in; what shuts is the last, which lets nothing else in. */
const shutting = (knob: string, config: readonly string[]): readonly string[] =>
  !/\.(firewall|egressPorts)$/.test(knob)
    ? config
    : [
        'nft: nft add rule inet edge forward ct state established,related accept',
        'iptables: iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
        ...config,
        ...(knob.startsWith('serverEdge.')
          ? [
              'nft: nft add rule inet edge forward iifname "in0" accept',
              'iptables: iptables -A FORWARD -i in0 -j ACCEPT',
            ]
          : []),
        'nft: nft add rule inet edge forward drop',
        'iptables: iptables -A FORWARD -j DROP',
      ];

/** What is open, what the run used of it, and the knob. */
function chainOf(trace: Trace, knob: string, what: string): readonly ChainLink[] {
  const root = knobsRead(trace).get(knob);
  const end = entriesOf(trace, 'exit').find(({ node }) => node === 'client') ?? trace.entries[trace.entries.length - 1];
  const used = evidence(trace, knob);
  return [
    ...(end ? [linkTo(trace, end, `Open without need: ${what}.`)] : []),
    ...(used ? [linkTo(trace, used.entry, used.text)] : []),
    ...(root ? [linkTo(trace, root, sentence(trace, root))] : []),
  ];
}

/** What the run shows of a setting's use: the calls that came through an edge, or the secret that was sent. */
function evidence(trace: Trace, knob: string): { readonly entry: Entry; readonly text: string } | null {
  if (/^(security|server\.tls)$/.test(knob)) {
    const [secret] = clearSecrets(trace).filter(({ what }) => what === 'password');
    const entry = secret && trace.entries[secret.entry];
    return secret && entry
      ? {
          entry,
          text: `The password crossed ${secret.links.length} links in clear, from ${nameOfNode(secret.links[0]?.[0] ?? null)} to ${nameOfNode(secret.links.at(-1)?.[1] ?? null)}.`,
        }
      : null;
  }
  const host =
    knob.startsWith('serverEdge.') || knob === 'server.passiveRange'
      ? 'server'
      : knob.startsWith('clientEdge.')
        ? 'client'
        : null;
  if (host === null) return null;
  const calls = trace.connections.filter((one) => one.listener === host);
  const syn = calls.map((one) => synOf(trace, one)).at(-1) ?? trace.entries.find((entry) => entry.kind === 'transmit');
  const ports = [...new Set(calls.map(({ remote }) => remote.port))].sort((a, b) => a - b);
  return syn
    ? {
        entry: syn,
        text:
          ports.length === 0
            ? `Nobody called ${nameOfNode(host)}.`
            : `Of ${nameOfNode(host)}'s ports the run called ${ports.join(', ')}, and no other.`,
      }
    : null;
}

const synOf = (trace: Trace, { index }: Connection): Entry | undefined =>
  trace.entries.find((entry) => entry.kind === 'transmit' && entry.connection === index);
