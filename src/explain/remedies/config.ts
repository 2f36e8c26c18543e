/** The lines of a change, for the products that a scenario stands for. */
import { clientNames } from '../../ftp/profiles/client-profile';
import { serverNames } from '../../ftp/profiles/server-profile';
import { formatValue, type KnobValue } from '../../scenario/values/knob';
import { parseForwards } from '../../scenario/values/forwards';
import { CONFIG } from '../../scenario/knobs/config/config';
import { isKnobName, knobNamed } from '../../scenario/knobs/knobs';
import type { KnobName } from '../../scenario/knobs/table';
import { addressingOf } from '../../scenario/build/reading/addressing';
import { Reading } from '../../scenario/build/reading/reading';
import { valueOf, type Scenario } from '../../scenario/scenario';
import { Recorder } from '../../sim/recorder';
import { rangeText } from '../reading/reach';

/** Words of a rule in the words of nft. */
const NFT: readonly (readonly [RegExp, string])[] = [
  [/\bto the router\b|\bthrough\b/g, ''],
  [/\bfrom outside\b/g, 'iifname "out0"'],
  [/\bfrom inside\b/g, 'iifname "in0"'],
  [/\bstate (\S+)/g, 'ct state $1'],
  [/\bsource (\S*:\S*)/g, 'ip6 saddr $1'],
  [/\bsource (\S+)/g, 'ip saddr $1'],
  [/\bdestination (\S*:\S*)/g, 'ip6 daddr $1'],
  [/\bdestination (\S+)/g, 'ip daddr $1'],
  [/\btcp (?=sport|dport)/g, ''],
  [/\bsport (\S+)/g, 'tcp sport $1'],
  [/\bdport (\S+)/g, 'tcp dport $1'],
];

/**
 * A row of the rules table as nft takes it, before the row that refused. A host has no forwarding, but what comes and
 * what it sends.
 */
export function nftLine(rule: string, node = ''): string {
  if (node !== 'client' && node !== 'server') return `nft insert rule inet edge forward ${inNft(rule)}`;
  const chain = rule.includes('from inside') ? 'output' : 'input';
  return `nft insert rule inet filter ${chain} ${inNft(rule.replace(/\bfrom (inside|outside)\b/, ''))}`;
}

const inNft = (rule: string): string =>
  NFT.reduce((text, [word, by]) => text.replace(word, by), rule)
    .replace(/ +/g, ' ')
    .trim();

/** Products of which a scenario has one: the lines of another would help nobody. */
const PROGRAMS: ReadonlySet<string> = new Set([...clientNames, ...serverNames]);

/**
 * `vsftpd: pasv_address=198.51.100.21`, a line each; none for what no product writes down, such as the network's delay.
 */
export function configLines(name: KnobName, value: KnobValue, scenario: Scenario): readonly string[] {
  const text = formatValue(knobNamed(name), value);
  const products = CONFIG[name]?.[text] ?? CONFIG[name]?.['*'] ?? {};
  const holders = placeholders(value, text, scenario);
  const own: readonly string[] = [valueOf(scenario, 'client.software'), valueOf(scenario, 'server.software')];
  return Object.entries(products)
    .filter(([product]) => own.includes(product) || !PROGRAMS.has(product))
    .flatMap(([product, lines]) => lines.map((line) => `${product}: ${filled(line, holders, scenario)}`));
}

function placeholders(value: KnobValue, text: string, scenario: Scenario): Readonly<Record<string, string>> {
  const [low, high] = Array.isArray(value) ? (value as readonly number[]) : [];
  const passive = formatted(scenario, 'server.passiveRange');
  const forwards = parseForwards(text);
  const list = Array.isArray(value) ? runs(value as readonly number[]) : formatted(scenario, 'clientEdge.egressPorts');
  const out = forwards.map(({ outside }) => rangeText(outside));
  return {
    value: text,
    low: String(low),
    high: String(high),
    control: formatted(scenario, 'server.controlPort'),
    passive,
    'passive:': passive.replace('-', ':'),
    list,
    'list:': list.replace(/-/g, ':').replace(/ /g, ''),
    server: addressingOf(new Reading(scenario, new Recorder())).server,
    forwards: out.length > 1 ? `{ ${out.join(', ')} }` : out.join(''),
    'forwards:': out.map((range) => range.replace('-', ':')).join(','),
    publish: forwards.map(({ outside, inside }) => `-p ${rangeText(outside)}:${rangeText(inside)}`).join(' '),
  };
}

/** Ports in order, neighbours drawn together: `21, 50020-50045`. */
function runs(ports: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const port of [...ports].sort((a, b) => a - b)) {
    const last = ranges[ranges.length - 1];
    if (last && port <= last[1] + 1) last[1] = port;
    else ranges.push([port, port]);
  }
  return ranges.map(rangeText).join(', ');
}

const formatted = (scenario: Scenario, name: KnobName): string => formatValue(knobNamed(name), valueOf(scenario, name));

/** A placeholder is a word of these, or another knob's name. */
const filled = (line: string, holders: Readonly<Record<string, string>>, scenario: Scenario): string =>
  line.replace(/\{([\w.]+:?)\}/g, (all, name: string) => {
    if (Object.hasOwn(holders, name)) return holders[name] ?? all;
    return isKnobName(name) ? formatted(scenario, name) : all;
  });
