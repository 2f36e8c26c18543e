/** What each instruction of a plan does. One instruction, one row. */
import { parse227, parse229 } from '../../wire/ftp/host-port';
import { isLoopback, isPrivate } from '../../wire/packet/address';
import { commandMessage, encodeCommand } from '../../wire/ftp/command';
import { initialAsciiState, toNvt, toNvtBlindly } from '../../wire/ftp/ascii';
import { NO_OCTETS } from '../../wire/octets';
import { strayMessage } from '../../wire/message';
import { INTERRUPT, SYNCH } from '../../wire/ftp/telnet';
import { isViolation, type Violation } from '../../wire/violation';
import { resolvePath } from '../../machine/files';
import { call, type ToUserDtp } from '../protocol/calls';
import type { AddressManner, Instruction, Step } from '../profiles/client-profile';
import { expect } from './expect';
import { chosenFacts, featureFacts } from './features';
import { create, forEach, readNames } from './names';
import { idle } from './noop';
import { fact, fill } from './facts';
import { secure } from './security';
import { endAction, forget, goTo, noControl, OF_DATA, say, type PreparedPart, type UserTurn } from './session';

/** The steps of an instruction. What another has beside it is no step of this one. */
type StepOf<I extends Instruction> = I extends 'goto'
  ? { readonly goto: string }
  : Extract<Step, Readonly<Record<I, unknown>>>;

/** Makes one step; 'waits' when nothing more can be done until something happens. */
type Make<I extends Instruction> = (turn: UserTurn, step: StepOf<I>, part: PreparedPart) => 'waits' | void;

/** The address that a manner dials when a reply names one; null for none. */
const dialled: { readonly [M in AddressManner]: (named: string, server: string) => string | null } = {
  named: (named) => named,
  server: (_named, server) => server,
  repaired: (named, server) =>
    isPrivate(named) !== isPrivate(server) || isLoopback(named) !== isLoopback(server) || isReserved(named)
      ? server
      : named,
  same: (named, server) => (named === server ? server : null),
};

/** Addresses that no host has: 'this' network, multicast and above (RFC 1122 section 3.2.1.3). */
const isReserved = (address: string): boolean => /^(0|22[4-9]|2[3-5]\d)\./.test(address);

/**
 * An interrupt, and a synch whose data mark is urgent (RFC 959 section 4.1.3): the IAC of the mark goes with what is
 * not urgent.
 */
function synch({ session, commands }: UserTurn): void {
  const { name: connection } = session.control;
  const octets = Uint8Array.from([...INTERRUPT, ...SYNCH]);
  commands.push(
    { type: 'send', connection, octets: octets.subarray(0, octets.length - 1) },
    { type: 'send', connection, octets: octets.subarray(octets.length - 1), urgent: true },
  );
}

/** Whether the file goes as text that this client changes on the way. */
const asText = (turn: UserTurn): boolean =>
  turn.session.setup.profile.text !== undefined && fact(turn, 'wanted') === 'A';

/** What is here of the file that comes or goes: up to the offset, or from there on. */
const fileHere = ({ event }: UserTurn, path: string): Uint8Array => event.files.get(path)?.octets ?? NO_OCTETS;

/** A download: where it belongs, and behind which octets. */
function incoming(turn: UserTurn, path: string | null): Extract<ToUserDtp, { readonly name: 'receive' }> {
  const { owner, profile } = turn.session.setup;
  const receive = { name: 'receive', path, node: { ...owner, mode: profile.downloads.mode }, ...stall(turn) } as const;
  if (path === null) return receive;
  const before = fileHere(turn, path).subarray(0, Number(fact(turn, 'offset')));
  return { ...receive, ...(before.length > 0 ? { before } : {}), ...(asText(turn) ? { text: true } : {}) };
}

/** The octets of the file to send, from the offset on. */
function outgoing(turn: UserTurn): Uint8Array {
  const octets = fileHere(turn, `/${fact(turn, 'path')}`).subarray(Number(fact(turn, 'offset')));
  if (!asText(turn)) return octets;
  return turn.session.setup.profile.text === 'blindly' ? toNvtBlindly(octets) : toNvt(initialAsciiState, octets).octets;
}

/** How long a transfer may stand still. */
function stall(turn: UserTurn): { readonly patience?: number } {
  const { patience } = turn.session.setup.profile;
  return patience === undefined ? {} : { patience: Math.round(Number(fill(turn, patience.reply)) * 1e6) };
}

export const make: { readonly [I in Instruction]: Make<I> } = {
  label() {},
  goto: (turn, { goto }, part) => goTo(turn, part, goto),
  do: ({ session }, step) => void session.frames.push({ part: step.do, at: 0, items: [] }),
  forEachDirectory(turn, step) {
    const items = fact(turn, 'directoryPath')
      .split('/')
      .filter((item) => item !== '');
    // The frame begins at its end: leaving it takes the first directory.
    if (items.length > 0) turn.session.frames.push({ part: step.forEachDirectory, at: Number.MAX_SAFE_INTEGER, items });
  },
  forEach,
  readNames,
  create: (turn, { create: kind, at }) => create(turn, kind, `/${fill(turn, at)}`),
  if(turn, step, part) {
    for (const name in step.if) if (fact(turn, name) !== fill(turn, step.if[name] ?? '')) return;
    goTo(turn, part, step.goto);
  },
  set(turn, step) {
    const facts: Record<string, string> = { ...turn.session.facts };
    for (const name in step.set) facts[name] = fill(turn, step.set[name] ?? '');
    turn.session.facts = facts;
  },
  openControl({ session, commands }) {
    const { address, port } = session.setup.server;
    session.opened += 1;
    const name = session.opened === 1 ? 'control' : `control-${session.opened}`;
    session.control = { ...noControl, name, open: false };
    commands.push({ type: 'open', connection: name, purpose: 'control', remote: { address, port } });
  },
  control({ session }, { control }) {
    const [last] = session.aside.slice(-1);
    session.aside = control === 'aside' ? [...session.aside, session.control] : session.aside.slice(0, -1);
    session.control = control === 'aside' ? noControl : (last ?? session.control);
  },
  close({ session, commands }, { close }) {
    if (close === 'data') return void commands.push(call('dtp', { name: 'forget' }));
    if (session.control.open === null) return;
    commands.push({ type: 'close', connection: session.control.name });
    session.control = { ...session.control, open: null };
  },
  send(turn, { send, as }) {
    const [verb = '', ...others] = fill(turn, send).split(' ');
    const command = { verb, argument: others.length > 0 ? others.join(' ') : null };
    const { name: connection } = turn.session.control;
    turn.session.control = { ...turn.session.control, sent: verb.toUpperCase() };
    turn.commands.push({ type: 'message', connection, way: 'sent', message: commandMessage(command) });
    if (as === 'synched') synch(turn);
    turn.commands.push({
      type: 'send',
      connection,
      octets: encodeCommand(command),
      ...(as === 'urgent' ? { urgent: true } : {}),
    });
  },
  synch(turn) {
    turn.commands.push({
      type: 'message',
      connection: turn.session.control.name,
      way: 'sent',
      message: strayMessage('FTP', '<IAC IP><IAC DM>'),
    });
    synch(turn);
  },
  readFeatures(turn) {
    const { facts } = turn.session;
    turn.session.facts = {
      ...Object.fromEntries(Object.entries(facts).filter(([name]) => !name.startsWith('feature.'))),
      ...featureFacts(facts['reply'] ?? ''),
    };
  },
  chooseFacts(turn, { chooseFacts, as }) {
    turn.session.facts = { ...turn.session.facts, [as]: chosenFacts(fact(turn, 'feature.MLST'), chooseFacts) };
  },
  resolve(turn, { resolve, below, as }) {
    turn.session.facts = { ...turn.session.facts, [as]: resolvePath(fact(turn, below) || '/', fill(turn, resolve)) };
  },
  expect: (turn, step, part) => expect(turn, step.expect, part, step.quiet ?? false),
  readAddress(turn, step, part) {
    const { session, commands } = turn;
    const { settings, profile, server } = session.setup;
    const text = fact(turn, 'text');
    const named: { readonly address?: string; readonly port: number } | Violation =
      step.readAddress === '227' ? parse227(text) : parse229(text);
    if (isViolation(named)) {
      commands.push({ type: 'violation', reason: named.why });
      return goTo(turn, part, step.else);
    }
    // A 229 names a port alone; a 227's address is believed or not, as the client's manners are.
    const { own, skip, trust } = profile.passiveAddress;
    const told = settings.skipPasvAddress ? skip : trust;
    const manner = settings.skipPasvAddress === null ? own : told;
    const address = dialled[manner](named.address ?? server.address, server.address);
    if (address === null) return goTo(turn, part, step.elsewhere ?? step.else);
    session.dataRemote = { address, port: named.port };
  },
  secure,
  unsecure({ session, commands }) {
    session.control = { ...session.control, clearing: true };
    commands.push({ type: 'unsecure', connection: session.control.name });
  },
  openData(turn) {
    forget(turn, (name) => OF_DATA.has(name));
    const { dataRemote: remote, setup } = turn.session;
    if (remote)
      turn.commands.push(call('dtp', { name: 'connect', remote, ...(setup.profile.noDelay ? { noDelay: true } : {}) }));
  },
  listenData(turn) {
    forget(turn, (name) => OF_DATA.has(name));
    turn.commands.push(call('dtp', { name: 'listen', address: turn.session.control.local.address }));
  },
  acceptData: ({ commands }) => void commands.push(call('dtp', { name: 'accept' })),
  transfer(turn, { transfer }) {
    const { session, event, commands } = turn;
    session.transferred = event.at;
    commands.push(
      call(
        'dtp',
        transfer === 'send'
          ? { name: 'send', octets: outgoing(turn), ...session.setup.profile.uploads }
          : incoming(turn, transfer === 'list' ? null : `/${fact(turn, 'local')}`),
      ),
    );
  },
  taste: (turn, { taste }) => void turn.commands.push(call('dtp', { name: 'taste', octets: taste, ...stall(turn) })),
  arm(turn, { arm, seconds }) {
    const { session, commands } = turn;
    const after = Math.round(Number(fill(turn, seconds)) * 1e6);
    if (after === 0) return;
    session.facts = { ...session.facts, late: 'no' };
    session.armed = [...session.armed.filter((timer) => timer !== arm), arm];
    commands.push({ type: 'arm', timer: arm, after });
  },
  cancel(turn, { cancel }) {
    const { session, commands } = turn;
    session.armed = session.armed.filter((timer) => timer !== cancel);
    session.facts = { ...session.facts, late: 'no' };
    forget(turn, (name) => name === 'timeout');
    commands.push({ type: 'cancel', timer: cancel });
  },
  think: ({ commands }, { think }) => void commands.push({ type: 'think', for: think }),
  sleep: (turn, { sleep }) => idle(turn, Math.round(Number(fill(turn, sleep)) * 1e6)),
  complain: (turn, { complain }) => void (turn.session.complaint ??= fill(turn, complain)),
  forgive: ({ session }) => void (session.complaint = null),
  says: (turn, { says, on = 'err', chatter = false }) => say(turn, fill(turn, says), on, chatter),
  succeed(turn) {
    turn.session.exit = 0;
    endAction(turn, true);
  },
  fail(turn, { fail }) {
    const { session } = turn;
    const { lastWords, afterFailure } = session.setup.profile;
    session.exit = fail;
    session.facts = { ...session.facts, exit: String(fail), complaint: session.complaint ?? '' };
    if (lastWords !== '' && session.complaint !== null) say(turn, fill(turn, lastWords), 'err', false);
    session.stopped = afterFailure === 'stops';
    endAction(turn, false);
  },
  exit(turn, { exit }) {
    const { session, commands } = turn;
    turn.phase = 'ENDED';
    commands.push({ type: 'exit', code: exit === true ? session.exit : exit });
    return 'waits';
  },
};
