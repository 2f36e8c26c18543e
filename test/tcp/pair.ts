/** Two TCP machines and a link between them, in an event loop of its own: small enough to see that it plays fair. */
import { stepper, type Snapshot } from '../../src/machine/step';
import type { TcpCommand, TcpEvent, TcpSettings, TcpTimer, UserEvent } from '../../src/machine/transport';
import { linux } from '../../src/tcp/tcb/settings';
import { tcp } from '../../src/tcp/tcp.machine';
import type { Tcb } from '../../src/tcp/tcb/tcb';
import type { TcpSegment } from '../../src/wire/packet/tcp';
import { remark } from '../../src/strings/en/remarks';
import { violated } from '../../src/strings/en/violations';

export type Side = 'a' | 'b';
export type Call = TcpEvent extends infer E ? (E extends { readonly at: number } ? Omit<E, 'at'> : never) : never;

/** What happens to the nth segment that a side transmits: the delays of its copies in microseconds; none is a loss. */
export type Fate = (side: Side, n: number, segment: TcpSegment, at: number) => readonly number[];

export interface Host {
  snapshot: Snapshot<Tcb>;
  readonly transmitted: { readonly at: number; readonly segment: TcpSegment; readonly again: boolean }[];
  readonly told: UserEvent[];
  readonly notes: string[];
  gone: boolean;
}

export interface Pair {
  readonly hosts: Record<Side, Host>;
  now: number;
  steps: number;
  /** A user's call, now. */
  call(side: Side, call: Call): void;
  /** A user's call later. */
  later(after: number, side: Side, call: Call): void;
  /** Runs until nothing is left to happen, or virtual time is over. */
  run(until?: number): void;
  onTold: (side: Side, told: UserEvent) => void;
}

const machine = stepper(tcp);
const PORTS = { a: 40036, b: 21 } as const;
const other = { a: 'b', b: 'a' } as const;
const TEN_MILLISECONDS: Fate = () => [10_000];

export function pair(
  fate: Fate = TEN_MILLISECONDS,
  settings: Partial<Record<Side, TcpSettings>> = {},
  iss: Record<Side, number> = { a: 0, b: 0 },
): Pair {
  const queue = heap();
  let order = 0;
  const host = (side: Side): Host => ({
    snapshot: machine.start({
      local: { address: `10.0.0.${side}`, port: PORTS[side] },
      remote: { address: `10.0.0.${other[side]}`, port: PORTS[other[side]] },
      iss: iss[side],
      settings: settings[side] ?? linux(4),
    }),
    transmitted: [],
    told: [],
    notes: [],
    gone: false,
  });
  const hosts = { a: host('a'), b: host('b') };
  const timers = new Map<string, number>();
  const at = (time: number, act: () => void): void => queue.push({ time, order: order++, act });

  function handle(side: Side, event: Call): void {
    const one = hosts[side];
    if (one.gone && event.type !== 'arrived') return; // what no connection claims, the host's TCP still answers
    self.steps++;
    const { snapshot, commands } = machine.step(one.snapshot, { ...event, at: self.now });
    one.snapshot = snapshot;
    for (const command of commands) perform(side, one, command);
  }

  function perform(side: Side, one: Host, command: TcpCommand): void {
    switch (command.type) {
      case 'transmit': {
        const { segment } = command;
        one.transmitted.push({ at: self.now, segment, again: command.again === true });
        for (const delay of fate(side, one.transmitted.length, segment, self.now)) {
          at(self.now + delay, () => handle(other[side], { type: 'arrived', segment }));
        }
        break;
      }
      case 'arm': {
        const name = side + command.timer;
        const mark = order;
        timers.set(name, mark);
        at(self.now + command.after, () => {
          if (timers.get(name) === mark) fire(side, command.timer);
        });
        break;
      }
      case 'cancel':
        timers.delete(side + command.timer);
        break;
      case 'tell':
        one.told.push(command.told);
        self.onTold(side, command.told);
        break;
      case 'delete':
        one.gone = true;
        break;
      case 'note':
        one.notes.push(remark(command.reason));
        break;
      case 'violation':
        throw new Error(violated(command.reason));
    }
  }

  function fire(side: Side, timer: TcpTimer): void {
    timers.delete(side + timer);
    handle(side, { type: 'timeout', timer });
  }

  const self: Pair = {
    hosts,
    now: 0,
    steps: 0,
    call: handle,
    later: (after, side, call) => at(self.now + after, () => handle(side, call)),
    run(until = Infinity) {
      for (let next = queue.pop(until); next; next = queue.pop(until)) {
        self.now = next.time;
        next.act();
      }
    },
    onTold: () => {},
  };
  return self;
}

interface Item {
  readonly time: number;
  readonly order: number;
  readonly act: () => void;
}

function heap() {
  const items: Item[] = [];
  const before = (x: Item, y: Item): boolean => x.time < y.time || (x.time === y.time && x.order < y.order);
  return {
    push(item: Item): void {
      let i = items.push(item) - 1;
      for (let up = (i - 1) >> 1; i > 0 && before(item, items[up]!); i = up, up = (i - 1) >> 1) items[i] = items[up]!;
      items[i] = item;
    },
    pop(until: number): Item | undefined {
      const [first] = items;
      if (!first || first.time > until) return undefined;
      const last = items.pop()!;
      if (items.length === 0) return first;
      let i = 0;
      for (let down = 1; down < items.length; i = down, down = 2 * i + 1) {
        if (down + 1 < items.length && before(items[down + 1]!, items[down]!)) down++;
        if (before(last, items[down]!)) break;
        items[i] = items[down]!;
      }
      items[i] = last;
      return first;
    },
  };
}
