/**
 * Runs transcripts of one TCP machine, one line after the other:
 *
 *     # What happens, in a sentence.
 *     subject  tcp ESTABLISHED [CLOSE-WAIT ...] [rtoMin=1000 ...]     runs once for each state
 *              !  SEND 20                 the user calls: OPEN active|passive, SEND n [urgent], CLOSE [reading], ABORT,
 *                                         PAUSE, RESUME, NODELAY; an ICMP error arrives: UNREACHABLE ECONNREFUSED;
 *                                         a timer that was cancelled echoes: LATE persist;
 *                                         UNHEARD-OF is an event that the machine does not know
 *              -> PSH,ACK seq=1 ack=1 len=20 [again]
 *     +20ms    <- ACK seq=1 ack=21        a segment arrives; win=63 unless said
 *              *  received 0 len=14       the user is told
 *     +200ms   ?  retransmission          the timer, which is due at this very moment, fires
 *              =  FIN-WAIT-1
 *              !! connection-closing      a violation
 *              ~  nothing new             a note that begins so; notes may go unmentioned, all else may not
 *              x                          the connection is deleted
 *
 * Numbers count from both ends' initial ones; R is the peer's next octet, S ours, as they stand when the line is read.
 */
import { expect } from 'vitest';
import { nameOf } from '../../src/machine/config';
import { stepper, type Snapshot } from '../../src/machine/step';
import type { TcpCommand, TcpEvent, TcpSettings, TcpTimer, UserEvent } from '../../src/machine/transport';
import { linux } from '../../src/tcp/tcb/settings';
import { wire } from '../../src/tcp/tcb/sequence';
import { tcp } from '../../src/tcp/tcp.machine';
import type { Tcb } from '../../src/tcp/tcb/tcb';
import { parseSegmentText, segmentText } from '../../src/wire/notation/notation';
import type { TcpSegment } from '../../src/wire/packet/tcp';
import { isViolation } from '../../src/wire/violation';
import type { Call } from './pair';
import { remark } from '../../src/strings/en/remarks';
import { titledBlocks } from '../titled';

/** Both wrap soon: whatever compares numbers wrongly shows it. */
const ISS = 2 ** 32 - 10;
const IRS = 2 ** 32 - 20;
const SYN = 'mss=1460 sackOK ws=10 win=64240';

/** How a subject comes into its state. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  CLOSED: [],
  LISTEN: ['! OPEN passive'],
  'SYN-SENT': ['! OPEN active'],
  'SYN-RECEIVED': ['! OPEN passive', `<- SYN seq=0 ${SYN}`],
  ESTABLISHED: ['! OPEN active', `+20ms <- SYN,ACK seq=0 ack=1 ${SYN}`],
};
const FROM: Readonly<Record<string, readonly [string, string]>> = {
  'FIN-WAIT-1': ['ESTABLISHED', '! CLOSE reading'],
  'FIN-WAIT-2': ['FIN-WAIT-1', '+20ms <- ACK seq=1 ack=2'],
  CLOSING: ['FIN-WAIT-1', '+20ms <- FIN,ACK seq=1 ack=1'],
  'TIME-WAIT': ['FIN-WAIT-2', '<- FIN,ACK seq=1 ack=2'],
  'CLOSE-WAIT': ['ESTABLISHED', '<- FIN,ACK seq=1 ack=1'],
  'LAST-ACK': ['CLOSE-WAIT', '! CLOSE reading'],
};
const wayTo = (state: string): readonly string[] => {
  const from = FROM[state];
  return WAYS[state] ?? (from ? [...wayTo(from[0]), from[1]] : []);
};

export interface Transcript {
  readonly title: string;
  readonly state: string;
  readonly settings: Partial<TcpSettings>;
  readonly lines: readonly string[];
}

/** The transcripts of a text; blank lines part them. */
export function parseTranscripts(text: string): Transcript[] {
  return titledBlocks(text).flatMap(({ title, subject, lines }) => {
    const [word, machine, ...rest] = subject.trim().split(/\s+/);
    if (word !== 'subject' || machine !== 'tcp') throw new Error(`expected 'subject tcp STATE', found '${subject}'`);
    const settings = Object.fromEntries(
      rest
        .filter((one) => one.includes('='))
        .map((one) => one.split('='))
        .map(([key = '', value]) => [key, JSON.parse(value ?? '')]),
    );
    return rest
      .filter((one) => !one.includes('='))
      .map((state) => ({ title: `${title} [${state}]`, state, settings, lines }));
  });
}

export type Step = (state: string, context: Tcb, event: TcpEvent) => void;

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 };
const machine = stepper(tcp);

/** Runs a transcript; `seen` is shown every step. */
export function run(transcript: Transcript, seen: Step = () => {}): void {
  const settings = { ...linux(4), ...transcript.settings };
  let now = 0;
  let snapshot: Snapshot<Tcb> = machine.start({
    local: { address: '203.0.113.10', port: 40036 },
    remote: { address: '198.51.100.21', port: 21 },
    iss: ISS,
    settings,
  });
  let said: string[] = [];
  let notes: string[] = [];

  function step(event: Call): void {
    const whole = { ...event, at: now } as TcpEvent;
    seen(snapshot.value, snapshot.context, whole);
    const stepped = machine.step(snapshot, whole);
    snapshot = stepped.snapshot;
    said.push(...stepped.commands.map(spoken).filter((line) => line !== null));
    notes = stepped.commands.flatMap((command) => (command.type === 'note' ? [remark(command.reason)] : []));
  }

  function line(text: string, quiet: boolean): void {
    const [, amount, unit = '', mark = '', rest = ''] =
      /^\s*(?:\+(\d+(?:\.\d+)?)(us|ms|s)\s+)?(->|<-|!!|[!=?*~x])\s*(.*?)\s*$/.exec(text) ?? [];
    if (mark === '') throw new Error(`cannot read '${text}'`);
    const act = '!<?'.includes(mark[0] ?? '') && mark !== '!!';
    if ((act || amount) && !quiet) unsaid(text);
    now += Math.round(Number(amount ?? 0) * (UNITS[unit] ?? 0));
    const words = symbols(rest, snapshot.context);
    if (mark === '!') step(call(words, transcript.title));
    else if (mark === '<-') step({ type: 'arrived', segment: segment(words) });
    else if (mark === '?') fire(words as TcpTimer);
    else if (mark === '=') expect(nameOf(snapshot.value), text).toBe(words);
    else heard(`${mark} ${words}`.trim().replace(/\s+/g, ' '), text);
    if (quiet) said = [];
  }

  function fire(timer: TcpTimer): void {
    expect(snapshot.context.due[timer], `when ${timer} is due, at ${now}`).toBe(now);
    step({ type: 'timeout', timer });
  }

  function heard(expected: string, text: string): void {
    if (expected.startsWith('~'))
      expect(
        notes.filter((note) => `~ ${note}`.startsWith(expected)),
        `notes: ${notes.join(' | ')}`,
      ).not.toEqual([]);
    else expect(said.shift() ?? 'nothing', text).toBe(expected);
  }

  const unsaid = (text: string): void =>
    expect(said, `said, but not in the transcript before '${text.trim()}'`).toEqual([]);

  for (const one of wayTo(transcript.state)) line(one, true);
  expect(nameOf(snapshot.value)).toBe(transcript.state);
  for (const one of transcript.lines) line(one, false);
  unsaid('the end');
}

/** R and S with an addend become numbers. */
const symbols = (text: string, { rcv, snd }: Tcb): string =>
  text.replace(/(?<==)([RS])([+-]\d+)?/g, (_, which: string, add?: string) =>
    String((which === 'R' ? rcv.nxt - rcv.irs : snd.nxt - snd.iss) + Number(add ?? 0)),
  );

function segment(text: string): TcpSegment {
  const parsed = parseSegmentText(text);
  if (isViolation(parsed)) throw new Error(parsed.violation);
  const { seq = 0, ack, length = 0, flags, window = 63, urgentPointer = 0, options } = parsed;
  const sack = options.sack?.map(([left, right]) => [wire(left + ISS), wire(right + ISS)] as const);
  return {
    sourcePort: 21,
    destinationPort: 40036,
    seq: wire(seq + IRS),
    ack: ack === undefined ? 0 : wire(ack + ISS),
    flags,
    window,
    urgentPointer,
    options: sack ? { ...options, sack } : options,
    payload: Uint8Array.from({ length }, (_, i) => (seq + i) & 255),
  };
}

function call(text: string, title: string): Call {
  const [word = '', first = '', second] = text.split(/\s+/);
  switch (word) {
    case 'OPEN':
      return { type: 'OPEN', passive: first === 'passive' };
    case 'SEND':
      return {
        type: 'SEND',
        octets: new Uint8Array(Number(first)),
        ...(second === 'urgent' ? { urgent: true as const } : {}),
      };
    case 'CLOSE':
      return { type: 'CLOSE', reading: first === 'reading' };
    case 'NODELAY':
      return { type: 'OPTION', noDelay: true };
    case 'UNREACHABLE':
      return { type: 'unreachable', reason: first as 'ECONNREFUSED' };
    case 'LATE':
      return { type: 'timeout', timer: first as TcpTimer };
    case 'ABORT':
    case 'PAUSE':
    case 'RESUME':
      return { type: word };
    case 'UNHEARD-OF':
      return { type: 'unheard-of' } as unknown as Call;
    default:
      throw new Error(`${title}: unknown call '${text}'`);
  }
}

function spoken(command: TcpCommand): string | null {
  switch (command.type) {
    case 'transmit': {
      const { segment, again } = command;
      const seqBase = segment.flags & 4 && segment.seq === 0 ? 0 : ISS;
      return `-> ${segmentText(segment, { seqBase, ackBase: IRS })}${again ? ' again' : ''}`;
    }
    case 'tell':
      return `* ${toldText(command.told)}`;
    case 'violation':
      return `!! ${command.reason.code}`;
    case 'delete':
      return 'x';
    default:
      return null;
  }
}

function toldText(told: UserEvent): string {
  if (told.type === 'failed') return `failed ${told.reason}`;
  if (told.type === 'received') return `received ${told.from} len=${told.octets.length}${told.urgent ? ' urgent' : ''}`;
  return told.type;
}
