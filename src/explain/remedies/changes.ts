/**
 * What may be changed of a scenario, one knob at a time: the neighbours that the knob table knows, and the allows that
 * drops ask for.
 */
import type { KnobValue } from '../../scenario/values/knob';
import { neighbours } from '../../scenario/knobs/near';
import { knobs, setting, type Knob } from '../../scenario/knobs/knobs';
import type { Settings } from '../../scenario/knobs/table';
import { toLink } from '../../scenario/text/link';
import { applies, problems, valueOf, withKnob, type Scenario } from '../../scenario/scenario';
import { entriesOf, type Trace } from '../../trace/trace';
import { allowsFor } from './allows';
import { configLines, nftLine } from './config';
import { knobsRead } from '../diagnosis/asked';

export interface Change {
  readonly set: Settings;
  readonly scenario: Scenario;
  readonly config: readonly string[];
}

type May = (knob: Knob, value: KnobValue) => boolean;

/**
 * Every single change of a knob that the run read and that `may` let; `tried` keeps a scenario from being asked for
 * twice.
 */
export function changesOf(
  scenario: Scenario,
  trace: Trace,
  tried: Set<string>,
  may: May = () => true,
): readonly Change[] {
  const read = knobsRead(trace);
  const asked = knobs
    .filter((knob) => read.has(knob.name) && !knob.fixed && applies(scenario, knob))
    .flatMap((knob) => options(knob, scenario, trace));
  return asked
    .filter(({ knob, value }) => may(knob, value))
    .flatMap(({ knob, value, config }) => {
      const next = withKnob(scenario, knob.name, value);
      const link = toLink(next, null);
      if (tried.has(link) || problems(next).length > 0) return [];
      tried.add(link);
      const set = setting(knob.name, value);
      return [{ set, scenario: next, config: config ?? configLines(knob.name, value, next) }];
    });
}

interface Option {
  readonly knob: Knob;
  readonly value: KnobValue;
  readonly config?: readonly string[];
}

function options(knob: Knob, scenario: Scenario, trace: Trace): readonly Option[] {
  const near = neighbours(knob, valueOf(scenario, knob.name), trace).map((value) => ({ knob, value }));
  if (knob.kind !== 'rules') return near;
  const asked = allowsFor(trace)
    .filter(({ node }) => node === knob.filters)
    .map(({ node, rule, rules }) => {
      const wide = widened(rule, trace);
      return { knob, value: rules.replace(rule, wide), config: [`nft: ${nftLine(wide, node)}`] };
    });
  return [...near, ...asked];
}

/** The port that a machine drew this time stands for all that it may draw from. */
function widened(rule: string, trace: Trace): string {
  const ranges = entriesOf(trace, 'knob').flatMap(({ value }) =>
    Array.isArray(value) && value.length === 2 && value.every((port) => typeof port === 'number')
      ? [value as [number, number]]
      : [],
  );
  return rule.replace(/\bdport (\d+)\b/, (all, port: string) => {
    const range = ranges.find(([from, to]) => from < to && Number(port) >= from && Number(port) <= to);
    return range ? `dport ${range[0]}-${range[1]}` : all;
  });
}

/** Whose addresses a 227 cannot mean. */
const NOT_THE_SERVERS: ReadonlySet<string> = new Set(['client', 'clientEdge', 'carrier', 'bystander', 'scanner']);

/**
 * What cannot repair a run that failed is not tried: a fault more, a restriction more, a filter other than it is where
 * no filter dropped anything, an address in 227 that is another machine's, TLS where neither end speaks it.
 */
export function mayHelp(trace: Trace): May {
  const filtered = new Set(
    entriesOf(trace, 'drop')
      .filter(({ rule }) => rule?.startsWith('rule ') === true)
      .map(({ node }) => node),
  );
  const read = knobsRead(trace);
  const withoutTls =
    (read.get('security')?.value ?? 'none') === 'none' && (read.get('server.tls')?.value ?? 'off') === 'off';
  const foreign = new Set(
    trace.nodes.filter(({ id }) => NOT_THE_SERVERS.has(id)).flatMap(({ addresses }) => addresses),
  );
  return (knob, value) => {
    if (knob.speaksTls && withoutTls) return false;
    if (knob.restricts) return value === knob.default;
    if (knob.filters) return filtered.has(knob.filters);
    return !(knob.announced && foreign.has(String(value)));
  };
}
