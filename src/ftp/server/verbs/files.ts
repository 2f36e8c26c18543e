/**
 * RETR, STOR, APPE and STOU: which octets go, and where those that come belong (RFC 959 section 4.1.3, RFC 3659 section
 * 5).
 */
import { initialAsciiState, toNvt, toNvtBlindly } from '../../../wire/ftp/ascii';
import { fileNode } from '../../protocol/calls';
import { changing, found, pathOf, permits, type Refusal } from '../../files/permission';
import { ownedBy } from '../session/ownership';
import { answer, has } from '../session/answer';
import type { Obey, ServerPi, Turn } from '../session/session';
import { begin, prepared, refuseTransfer } from '../transfer/transfer';

const NOTHING = new Uint8Array(0);
const SECOND = 1_000_000;
/** A hole of more octets is not made: nobody's memory should hold it. */
const SEEKS_AT_MOST = 1_000_000;

/**
 * TYPE A as the server has it: unchanged, with CR LF for its line ends, or with a CR before each LF whatever stands
 * there.
 */
function converted({ setup, type }: ServerPi, octets: Uint8Array): Uint8Array {
  const { ascii } = setup.profile.transfer;
  if (type === 'I' || ascii === 'kept') return octets;
  return ascii === 'converted' ? toNvt(initialAsciiState, octets).octets : toNvtBlindly(octets);
}

/**
 * Where the blocks that a server reads end in what it sends, when its rate is limited and conversion makes them longer.
 */
function ends(session: ServerPi, octets: Uint8Array): { readonly ends?: readonly number[] } {
  const { settings, profile } = session.setup;
  const { block, ascii } = profile.transfer;
  if (!settings.maxRate || session.type === 'I' || ascii === 'kept') return {};
  const blocks = Math.ceil(octets.length / block);
  return {
    ends: Array.from(
      { length: blocks },
      (_, index) => converted(session, octets.subarray(0, (index + 1) * block)).length,
    ),
  };
}

export const retrieve: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  if (!prepared(turn, verb)) return;
  const path = pathOf(session.directory, argument);
  const node = found(event.files, path, session.account);
  const facts = { argument, path };
  if (typeof node === 'string') return refuseTransfer(turn, verb, node, facts);
  if (node.type !== 'file') return refuseTransfer(turn, verb, 'EISDIR', facts);
  if (!permits(node, session.account, 4)) return refuseTransfer(turn, verb, 'EACCES', facts);
  const { restart } = session;
  session.restart = 0;
  if (restart > 0 && session.type === 'A' && has(turn, verb, 'asciiRestart'))
    return answer(turn, verb, 'asciiRestart', facts);
  const size = node.octets.length;
  if (restart > size && has(turn, verb, 'beyond'))
    return answer(turn, verb, 'beyond', { ...facts, position: restart, size });
  const left = Math.max(0, size - restart);
  const part = node.octets.subarray(restart);
  begin(turn, {
    verb,
    argument,
    path,
    octets: converted(session, part),
    size,
    ...ends(session, part),
    facts: { left, kbytes: (left / 1024).toFixed(1) },
  });
};

/** Why nothing can be stored there, if so. */
function storing({ session, event }: Turn, argument: string, path: string): Refusal | null {
  if (argument === '') return 'ENOENT';
  const node = found(event.files, path, session.account);
  if (node === 'ENOENT') return changing(event.files, path, session.account);
  if (typeof node === 'string') return node;
  if (node.type === 'directory') return 'EISDIR';
  return permits(node, session.account, 2) ? null : 'EACCES';
}

function receive(turn: Turn, verb: string, argument: string, path: string): void {
  const { session, event } = turn;
  const { restart } = session;
  const node = event.files.get(path);
  const facts = { argument, path };
  const refusal = storing(turn, argument, path);
  if (refusal) return refuseTransfer(turn, verb, refusal, facts);
  session.restart = 0;
  const unwilling = [...(restart > 0 ? ['restartRefused'] : []), ...(node ? ['appendRefused'] : [])];
  const condition = unwilling.find((one) => has(turn, verb, one));
  if (condition) return answer(turn, verb, condition, facts);
  if (!prepared(turn, verb, true)) return;
  // The file is opened, and a STOR empties it, before anybody knows whether data will come.
  if (!node || !(verb === 'APPE' || restart > 0))
    turn.commands.push({
      type: 'change',
      change: { op: 'write', path, node: fileNode(ownedBy(turn, path), NOTHING, event.epoch + event.at / SECOND) },
    });
  const kept = whatStays(session, verb, node?.octets ?? NOTHING, restart);
  const room = roomFor(turn, path);
  begin(turn, {
    verb,
    argument,
    path,
    octets: null,
    ...kept,
    ...(room === null ? {} : { room: Math.max(0, room - kept.before.length) }),
  });
}

/** A disk counts in pages, as Linux's tmpfs does; folders take none. */
const PAGE = 4096;
const pages = (octets: number): number => Math.ceil(octets / PAGE);

/** How many octets a file may come to hold; null where the disk has no end. */
function roomFor({ session, event }: Turn, path: string): number | null {
  const disk = session.setup.settings.diskBytes ?? null;
  if (disk === null) return null;
  const used = [...event.files].reduce((sum, [at, { octets }]) => sum + (at === path ? 0 : pages(octets.length)), 0);
  return Math.max(0, (pages(disk) - used) * PAGE);
}

/** Of what the file holds already: what comes before the octets to come, and what lies beneath them. */
function whatStays({ setup }: ServerPi, verb: string, old: Uint8Array, restart: number) {
  if (verb === 'APPE') return { before: old, beneath: NOTHING };
  const keeps = setup.profile.transfer.restartedStore === 'keeps';
  return { before: upTo(old, restart, keeps), beneath: keeps && restart > 0 ? old : NOTHING };
}

/** The file's first octets; beyond its end lie zeros where a server seeks, and nothing where it appends. */
function upTo(old: Uint8Array, length: number, seeks: boolean): Uint8Array {
  if (length <= old.length || !seeks || length > SEEKS_AT_MOST) return old.subarray(0, length);
  const longer = new Uint8Array(length);
  longer.set(old);
  return longer;
}

export const store: Obey = (turn, verb, argument) => {
  if (prepared(turn, verb)) receive(turn, verb, argument, pathOf(turn.session.directory, argument));
};

export const storeUnique: Obey = (turn, verb, argument) => {
  const { session, event } = turn;
  if (!prepared(turn, verb)) return;
  const { unique } = session.setup.profile.uploads;
  session.stored += 1;
  const clock = Math.floor(event.epoch + event.at / SECOND).toString(16);
  for (let count = 1; ; count += 1) {
    const letters = (event.at + count).toString(36).toUpperCase().slice(-6).padStart(6, 'x');
    const name = unique
      .replace('{argument}', argument || verb)
      .replace('{count}', String(count))
      .replace('{letters}', letters)
      .replace('{clock}', clock)
      .replace('{serial}', String(session.stored - 1 + count - 1).padStart(4, '0'));
    const path = pathOf(session.directory, name);
    if (!event.files.has(path)) return receive(turn, verb, name, path);
  }
};
