/** One row for every TCP connection that any vantage saw: who opened it, why, and how it ended. */
import type { Sight } from '../../trace/vantage';
import { ACK, FIN, RST, SYN } from '../../wire/packet/tcp';
import { textOf } from '../../wire/text/text';
import { parse227, parse229, parseEprt, parsePort } from '../../wire/ftp/host-port';
import { isViolation } from '../../wire/violation';
import type { Spoken } from './dialogue';
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
  const [syn] = home.sights;
  const handshakes = views.map((view) => handshakeOf(one, view));
  const [first] = handshakes;
  // A refusal that another vantage saw beats a silence here.
  const { handshake, refusedBy } =
    first?.handshake === 'timeout'
      ? (handshakes.find((other) => other.handshake === 'refused') ?? first)
      : (first ?? { handshake: 'timeout' as const, refusedBy: null });
  const fin = home.sights.find(({ segment }) => segment.flags & FIN);
  const reset = handshake === 'refused' ? undefined : home.sights.find(({ segment }) => segment.flags & RST);
  const announced = kind === 'data' ? announcement(one, control) : null;
  const following =
    announced && control.slice(announced.at).find(({ said }) => said.verb !== undefined && isTransfer(said.verb));
  const forCommand = following ? [following.said.verb, following.said.argument].filter(Boolean).join(' ') : null;
  const size = (from: string) => streamOf(home, from).reduce((sum, { octets }) => sum + octets.length, 0);
  const other = connection.opener === 'server' ? connection.listener : connection.opener;
  const inside = (from: string) =>
    records.filter((seen) => isData(seen) && seen.from === from).map(({ record }) => record.content);
  const sum = (all: readonly Uint8Array[]) => all.reduce((octets, { length }) => octets + length, 0);
  const listed = records.length > 0 ? inside('server') : streamOf(home, 'server').map(({ octets }) => octets);
  const lists = kind === 'data' && isListing(following?.said.verb ?? '') && (listed.length > 0 || records.length > 0);
  return {
    kind,
    opener: connection.opener,
    listener: connection.listener,
    openerPort: openerPort(one, syn, pools),
    listenerPort: listenerPort(syn?.segment.destinationPort ?? 0, pools),
    openerAddress: syn?.source ?? '',
    listenerAddress: syn?.destination ?? '',
    announcedBy: announced?.by ?? null,
    announcedAddress: announced?.address ?? null,
    forCommand,
    handshake,
    refusedBy,
    firstFinFrom: fin?.from ?? null,
    reset: reset !== undefined,
    resetFrom: reset?.from ?? null,
    payloadBytes: { toClient: size('server'), toServer: size(other) },
    applicationBytes:
      records.length === 0 ? null : { toClient: sum(inside('server')), toServer: sum(inside('client')) },
    seenAt: views.map((view) => view.vantage),
    mss: home.sights.map(({ segment }) => segment.options.mss).find((mss) => mss !== undefined) ?? null,
    ...(lists ? { listing: listingText(listed.map(textOf).join('')) } : {}),
  };
}

function openerPort({ connection }: Connected, syn: Sight | undefined, pools: Pools): string | number {
  const token = portToken(pools, syn?.segment.sourcePort ?? 0);
  return connection.opener === 'client' || typeof token === 'string' ? 'ephemeral' : token;
}

function listenerPort(port: number, pools: Pools): string | number {
  const token = portToken(pools, port);
  return token === 'client-ephemeral' ? 'client-announced' : token === 'passive-range' ? token : port;
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

function fromReply(code: number | undefined, line: string): Named {
  const named = code === 227 ? parse227(line.slice(4)) : code === 229 ? parse229(line.slice(4)) : null;
  return named === null || isViolation(named) ? null : named;
}

function fromCommand(verb: string | undefined, line: string): Named {
  const argument = line.slice(line.indexOf(' ') + 1);
  const named = verb === 'PORT' ? parsePort(argument) : verb === 'EPRT' ? parseEprt(argument) : null;
  return named === null || isViolation(named) ? null : named;
}
