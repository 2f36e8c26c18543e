/** Values near one that only a run can tell: what its topology, its other knobs and its dropped packets suggest. */
import { family } from '../../wire/packet/address';
import { decodePacket } from '../../wire/packet/packet';
import { SYN, ACK } from '../../wire/packet/tcp';
import { isViolation } from '../../wire/violation';
import { entriesOf, octetsOf, type Trace } from '../../trace/trace';
import { formatValue, type Kind, type KnobValue } from '../values/knob';
import { parseForwards } from '../values/forwards';
import { knobNamed, type Knob } from './knobs';

type Range = readonly [number, number];
type Near = (knob: Knob, value: KnobValue, run: Trace) => readonly KnobValue[];

const text = ([from, to]: Range): string => (from === to ? String(from) : `${from}-${to}`);

/** Ports that a SYN was sent to and did not get through, each with the whole range of a knob that it was drawn from. */
function wanted(run: Trace): readonly Range[] {
  const ranges = entriesOf(run, 'knob').flatMap(({ value }) => (isRange(value) ? [value] : []));
  const ports = entriesOf(run, 'drop').flatMap((drop) => {
    const packet = decodePacket(octetsOf(run, drop));
    return isViolation(packet) || (packet.tcp.flags & (SYN | ACK)) !== SYN ? [] : [packet.tcp.destinationPort];
  });
  const whole = [...new Set(ports)].map(
    (port): Range => ranges.find(([from, to]) => port >= from && port <= to) ?? [port, port],
  );
  return whole.filter((range, at) => whole.findIndex((other) => text(other) === text(range)) === at);
}

const isRange = (value: unknown): value is Range =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((port) => typeof port === 'number') &&
  Number(value[0]) < Number(value[1]);

/** More than these is no list that somebody would write. */
const LIST_AT_MOST = 64;

/** It takes a port, and the port numbers that others of the run have. */
const isPort = (knob: Knob): boolean => knob.min === 1 && knob.max === 65_535;

/** What a run read of such knobs. */
const valuesRead = (run: Trace, such: (knob: Knob) => boolean): readonly unknown[] =>
  entriesOf(run, 'knob').flatMap(({ knob: name, value }) => {
    const knob = knobNamed(name);
    return knob && such(knob) ? [value] : [];
  });

/** One row a kind that a run says something about. */
const NEAR: Partial<Readonly<Record<Kind, Near>>> = {
  address: (_, __, { nodes }) => {
    const all = nodes.flatMap(({ addresses }) => addresses);
    return all.filter((address) => family(address) === 4);
  },
  ports: (_, __, run) =>
    valuesRead(run, ({ kind }) => kind === 'forwards').flatMap((value) =>
      typeof value === 'string'
        ? parseForwards(value)
            .map(({ outside }) => outside)
            .filter(([from, to]) => from < to)
        : [],
    ),
  portList(_, value, run) {
    const has = Array.isArray(value) ? (value as readonly number[]) : [];
    return wanted(run).flatMap(([from, to]) =>
      to - from >= LIST_AT_MOST
        ? []
        : [[...new Set([...has, ...Array.from({ length: to - from + 1 }, (_one, i) => from + i)])]],
    );
  },
  forwards(_, value, run) {
    const has =
      value === 'none'
        ? []
        : String(value)
            .split(';')
            .map((part) => part.trim());
    return wanted(run).map((range) => {
      // What the new forward takes the place of would come first otherwise, and win.
      const kept = has.filter(
        (part) => !parseForwards(part).some(({ outside }) => outside[0] <= range[1] && outside[1] >= range[0]),
      );
      return [...kept, text(range)].join('; ');
    });
  },
  integer(knob, _, run) {
    // Twice in the time that an edge remembers, there is traffic.
    if (knob.refreshes)
      return valuesRead(run, ({ remembers }) => remembers === true)
        .map((value) => Math.floor(Number(value) / 2))
        .filter((half) => half >= (knob.min ?? 0) && half <= (knob.max ?? half));
    return isPort(knob) ? valuesRead(run, isPort).filter((value) => typeof value === 'number') : [];
  },
};

/** What the row itself names. */
function plain(knob: Knob, value: KnobValue): readonly KnobValue[] {
  const named = knob.values ?? [];
  if (knob.kind === 'boolean') return [!value];
  if (knob.kind === 'choice') return named;
  return [knob.default, ...(knob.kind === 'integer' ? named : [])];
}

/**
 * Values near one, for whoever looks for a change that helps: finite, and never the value itself. A run knows more of
 * them.
 */
export function neighbours(knob: Knob, value: KnobValue, run?: Trace): readonly KnobValue[] {
  const near = [
    ...(knob.optional ? [null] : []),
    ...plain(knob, value),
    ...(run ? (NEAR[knob.kind]?.(knob, value, run) ?? []) : []),
  ];
  const texts = new Map(near.map((one) => [formatValue(knob, one), one]));
  texts.delete(formatValue(knob, value));
  return [...texts.values()];
}
