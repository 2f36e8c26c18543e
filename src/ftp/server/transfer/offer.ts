/** Where the next data connection is to be: PASV and EPSV, PORT and EPRT, and what a server refuses of them. */
import { family, isPrivate } from '../../../wire/packet/address';
import { formatPort, parseEprt, parsePort, type HostPort } from '../../../wire/ftp/host-port';
import { isViolation, violation, type Violation } from '../../../wire/violation';
import { call, type ToPi } from '../../protocol/calls';
import { answer, has } from '../session/answer';
import type { Obey, Turn } from '../session/session';

/** Ports that only a superuser may bind (RFC 6335 section 6, and RFC 2577 section 3 for refusing them). */
const RESERVED = 1024;

export function withdraw({ session, commands }: Turn): void {
  if (session.offer?.way === 'passive') commands.push(call('dtp', { name: 'forget' }));
  session.offer = null;
}

/** Refused by the server's settings, or since EPSV ALL was heard (RFC 2428 section 4). */
function forbidden(turn: Turn, verb: string, way: 'passive' | 'active', barred: boolean): boolean {
  const { session } = turn;
  const set = session.setup.settings.forbids === way;
  if (set) answer(turn, '*', has(turn, '*', 'forbidden') ? 'forbidden' : 'unknown', { verb });
  else if (barred && session.extendedOnly && has(turn, verb, 'refused')) answer(turn, verb, 'refused');
  else return false;
  return true;
}

function bind(turn: Turn, verb: string): void {
  const { session, commands } = turn;
  const [from, to] = session.setup.settings.passiveRange;
  session.offer = null;
  session.binding = verb;
  session.beyondRange = false;
  turn.phase = 'BINDING';
  commands.push(call('dtp', { name: 'listen', address: session.local.address, port: { from, to } }));
}

export const passive: Obey = (turn, verb) => {
  if (!forbidden(turn, verb, 'passive', true)) bind(turn, verb);
};

export const extendedPassive: Obey = (turn, verb, argument) => {
  const { session } = turn;
  if (forbidden(turn, verb, 'passive', false)) return;
  if (argument.toUpperCase() === 'ALL') {
    session.extendedOnly = true;
    return answer(turn, verb, 'all');
  }
  const own = family(session.local.address) === 4 ? '1' : '2';
  const known = argument === '1' || argument === '2';
  const ignored = !known && session.setup.profile.passive.unknownProtocol === 'ignored';
  if (argument !== '' && argument !== own && !ignored) {
    return answer(
      turn,
      verb,
      !/^\d+$/.test(argument) && has(turn, verb, 'unknownProtocol') ? 'unknownProtocol' : 'badProtocol',
      { argument, own },
    );
  }
  bind(turn, verb);
};

/** Takes the address that the client names, unless the server's manners forbid it (RFC 2577 section 3). */
function dialLater(turn: Turn, verb: string, argument: string, named: HostPort | Violation): void {
  const { session } = turn;
  const { settings, profile } = session.setup;
  withdraw(turn);
  const own = family(session.local.address) === 4 ? '1' : '2';
  if (isViolation(named))
    return answer(turn, verb, named.violation === 'network-protocol' ? 'badProtocol' : 'bad', { argument, own });
  const { port: number } = named;
  const hidden =
    profile.port.privateAddress === 'replaced' && isPrivate(named.address) && !isPrivate(session.remote.address);
  const address = hidden ? session.remote.address : named.address;
  const facts = { argument, address, port: number, client: session.remote.address };
  const anywhere = settings.allowForeignPortAddress;
  if (number === 0) return answer(turn, verb, 'bad', facts);
  if (!anywhere && address !== session.remote.address) return answer(turn, verb, 'foreign', facts);
  if (number < RESERVED && (!anywhere || profile.port.reserved === 'refused'))
    return answer(turn, verb, 'reserved', facts);
  session.offer = { way: 'active', remote: { address, port: number } };
  answer(turn, verb, 'ok', facts);
}

export const port: Obey = (turn, verb, argument) => {
  if (!forbidden(turn, verb, 'active', true)) dialLater(turn, verb, argument, parsePort(argument));
};

export const extendedPort: Obey = (turn, verb, argument) => {
  if (forbidden(turn, verb, 'active', true)) return;
  const named = parseEprt(argument);
  const other = !isViolation(named) && family(named.address) !== family(turn.session.local.address);
  dialLater(
    turn,
    verb,
    argument,
    other
      ? violation({
          code: 'network-protocol',
          protocol: family(named.address) === 4 ? '1' : '2',
          address: named.address,
        })
      : named,
  );
};

/** The port is open: says where. */
export function announce(turn: Turn, { local }: Extract<ToPi, { name: 'listening' }>): void {
  const { session } = turn;
  const { passiveAddress, passiveAddressLan } = session.setup.settings;
  const own = (isPrivate(session.remote.address) ? passiveAddressLan : null) ?? passiveAddress ?? local.address;
  session.offer = { way: 'passive' };
  turn.phase = 'READY';
  // Over IPv6 a 227 has no address to name.
  answer(turn, session.binding, 'ok', {
    hostPort: formatPort(family(own) === 4 ? own : '0.0.0.0', local.port),
    port: local.port,
  });
}
