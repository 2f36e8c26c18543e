/** One row for every TCP connection that any vantage saw: who opened it, why, and how it ended. */
import type { Sight } from '../../trace/vantage';
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import { textOf } from '../../wire/text/text';
import { parse227, parse229, parseEprt, parsePort } from '../../wire/ftp/host-port';
import { isViolation, type Violation } from '../../wire/violation';
import type { Said, Spoken } from './dialogue';
import { listingText, portToken, type Pools } from './tokens';
import { isData, type Seen } from './streams';
import { streamOf, type Connected, type View } from './views';
import { isListing, isTransfer } from '../../ftp/protocol/verbs';

type Handshake = 'established' | 'timeout' | 'refused' | 'syn-ack-only';

export interface ConnectionRow {
  readonly kind: string;
  readonly opener: string;
  readonly listener: string;
  readonly openerPort: string | number;
  readonly listenerPort: string | number;
  readonly openerAddress: string;
  readonly listenerAddress: string;
  readonly announcedBy: string | null;
  readonly announcedAddress: string | null;
  readonly forCommand: string | null;
  readonly handshake: Handshake;
  readonly refusedBy: { readonly with: string; readonly by: string } | null;
  readonly firstFinFrom: string | null;
  readonly reset: boolean;
  readonly resetFrom: string | null;
  readonly payloadBytes: { readonly toClient: number; readonly toServer: number };
  /** What passed inside TLS; null where there was none. */
  readonly applicationBytes: { readonly toClient: number; readonly toServer: number } | null;
  readonly seenAt: readonly string[];
  readonly mss: number | null;
  readonly listing?: string;
}

/** `records` are TLS's that the client's vantage saw. */
export function connectionRow(
  one: Connected,
  kind: 'control' | 'data',
  control: readonly Spoken[],
  records: readonly Seen[],
  pools: Pools,
): ConnectionRow {
  const { connection, views, home } = one;
  const announced = kind === 'data' ? announcement(one, control) : null;
  const following = announced ? transferAfter(control, announced.at) : null;
  const shaken = shakenHands(one);
  const other = connection.opener === 'server' ? connection.listener : connection.opener;
  return {
    kind,
    opener: connection.opener,
    listener: connection.listener,
    ...endsOf(one, pools),
    announcedBy: announced?.by ?? null,
    announcedAddress: announced?.address ?? null,
    forCommand: following && [following.verb, following.argument].filter(Boolean).join(' '),
    ...shaken,
    ...endingOf(home, shaken.handshake),
    payloadBytes: { toClient: sum(streamed(home, 'server')), toServer: sum(streamed(home, other)) },
    applicationBytes:
      records.length === 0
        ? null
        : { toClient: sum(inside(records, 'server')), toServer: sum(inside(records, 'client')) },
    seenAt: views.map((view) => view.vantage),
    mss: home.sights.map(({ segment }) => segment.options.mss).find((mss) => mss !== undefined) ?? null,
    ...(isListing(following?.verb ?? '') ? listingOf(home, records) : {}),
  };
}

const sum = (all: readonly Uint8Array[]) => all.reduce((octets, { length }) => octets + length, 0);

const streamed = (home: View, from: string) => streamOf(home, from).map(({ octets }) => octets);

/** What one side said inside TLS. */
const inside = (records: readonly Seen[], from: string) =>
  records.filter((seen) => isData(seen) && seen.from === from).map(({ record }) => record.content);

function listingOf(home: View, records: readonly Seen[]): Pick<ConnectionRow, 'listing'> {
  const listed = records.length > 0 ? inside(records, 'server') : streamed(home, 'server');
  return listed.length > 0 || records.length > 0 ? { listing: listingText(listed.map(textOf).join('')) } : {};
}

/** The command that a data connection was announced for. */
const transferAfter = (control: readonly Spoken[], at: number): Said | null =>
  control.slice(at).find(({ said }) => said.verb !== undefined && isTransfer(said.verb))?.said ?? null;

/** A refusal that another vantage saw beats a silence here. */
function shakenHands(one: Connected): ReturnType<typeof handshakeOf> {
  const all = one.views.map((view) => handshakeOf(one, view));
  const [first = { handshake: 'timeout', refusedBy: null }] = all;
  return first.handshake === 'timeout' ? (all.find(({ handshake }) => handshake === 'refused') ?? first) : first;
}

function endsOf(
  one: Connected,
  pools: Pools,
): Pick<ConnectionRow, 'openerPort' | 'listenerPort' | 'openerAddress' | 'listenerAddress'> {
  const [syn] = one.home.sights;
  return {
    openerPort: openerPort(one, syn, pools),
    listenerPort: listenerPort(syn?.segment.destinationPort ?? 0, pools),
    openerAddress: syn?.source ?? '',
    listenerAddress: syn?.destination ?? '',
  };
}

/** A refusal is no reset: there was nothing yet. */
function endingOf({ sights }: View, handshake: Handshake): Pick<ConnectionRow, 'firstFinFrom' | 'reset' | 'resetFrom'> {
  const fin = sights.find(({ segment }) => segment.flags & FIN);
  const reset = handshake === 'refused' ? undefined : sights.find(({ segment }) => segment.flags & RST);
  return { firstFinFrom: fin?.from ?? null, reset: reset !== undefined, resetFrom: reset?.from ?? null };
}

function openerPort({ connection }: Connected, syn: Sight | undefined, pools: Pools): string | number {
  const token = portToken(pools, syn?.segment.sourcePort ?? 0);
  return connection.opener === 'client' || typeof token === 'string' ? 'ephemeral' : token;
}

function listenerPort(port: number, pools: Pools): string | number {
  const token = portToken(pools, port);
  if (token === 'client-ephemeral') return 'client-announced';
  return token === 'passive-range' ? token : port;
}

function handshakeOf(
  { connection }: Connected,
  { sights }: View,
): { readonly handshake: Handshake; readonly refusedBy: ConnectionRow['refusedBy'] } {
  const answer = sights.findIndex(
    ({ from, segment }) => from === connection.listener && segment.flags & SYN && segment.flags & ACK,
  );
  if (answer >= 0) {
    const done = sights
      .slice(answer)
      .some(({ from, segment }) => from === connection.opener && segment.flags & ACK && !(segment.flags & RST));
    return { handshake: done ? 'established' : 'syn-ack-only', refusedBy: null };
  }
  const refusal = sights.find(
    ({ from, icmp, segment }) => icmp !== null || (from === connection.listener && segment.flags & RST),
  );
  return refusal
    ? { handshake: 'refused', refusedBy: { with: refusal.icmp ?? 'rst', by: refusal.origin } }
    : { handshake: 'timeout', refusedBy: null };
}

interface Announcement {
  readonly by: string;
  readonly address: string | null;
  /** Its place in the dialogue. */
  readonly at: number;
}

/** The message that named the port this connection called: the last one before its first SYN. */
function announcement({ connection, home }: Connected, control: readonly Spoken[]): Announcement | null {
  const [syn] = home.sights;
  const port = syn?.segment.destinationPort;
  let found: Announcement | null = null;
  control.forEach(({ said, line, entry }, at) => {
    if (entry > (syn?.entry.n ?? 0)) return;
    const named = connection.opener === 'client' ? fromReply(said.code, line) : fromCommand(said.verb, line);
    if (named?.port === port) found = { by: said.verb ?? String(said.code), address: named?.address ?? null, at };
  });
  return found;
}

type Named = { readonly port: number; readonly address?: string } | null;
type Parse = (text: string) => Exclude<Named, null> | Violation;

const REPLIES: Readonly<Record<number, Parse>> = { 227: parse227, 229: parse229 };
const COMMANDS: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['PORT', parsePort],
  ['EPRT', parseEprt],
]);

const understood = (named: ReturnType<Parse> | undefined): Named =>
  named === undefined || isViolation(named) ? null : named;

function fromReply(code: number | undefined, line: string): Named {
  return understood(REPLIES[code ?? 0]?.(line.slice(4)));
}

function fromCommand(verb: string | undefined, line: string): Named {
  return understood(COMMANDS.get(verb ?? '')?.(line.slice(line.indexOf(' ') + 1)));
}
