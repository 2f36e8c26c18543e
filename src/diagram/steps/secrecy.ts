/** What of a run is sealed, and since when: read from what TLS's two ends said and were told. */
import { packetOf } from '../../trace/arena';
import { remembered } from '../../trace/query/remembered';
import { entriesOf, type Trace } from '../../trace/trace';
import type { Entry, EntryOf, NodeId } from '../../trace/entry';
import type { TlsSaid } from '../../tls/handshake/said';
import { stepWords } from '../../strings/en/picture';

/** The heading of a record: type, version, length (RFC 8446 section 5.1). */
const HEADING = 5;

interface Handshake {
  readonly connection: number;
  /** TLS's client, which in FTP is the client whoever dialled (RFC 4217 section 7), and its server. */
  readonly client: NodeId;
  readonly server: NodeId;
  readonly begin: number;
  /** Where the client is told that it is done, or what broke it; the last message of one that never ended. */
  readonly entry: number;
  /** 'TLS 1.3', as the ServerHello has it; null where none came. */
  readonly version: string | null;
  readonly resumed: boolean;
  /** The alert or the name of what broke it. */
  readonly failed: string | null;
  readonly messages: number;
  /** Where TLS was taken off the connection again (CCC), if so. */
  readonly cleared: number | null;
}

export interface Secrecy {
  readonly handshakes: readonly Handshake[];
  /** Whether what a node says on a connection at an entry is sealed. */
  sealed(connection: number | null, node: NodeId | null, entry: number): boolean;
  /** Octets of content that a node has sealed on a connection, and its first record of them. */
  content(connection: number, node: NodeId): { readonly octets: number; readonly first: number } | null;
}

export const secrecyOf = remembered(read);

function read(trace: Trace): Secrecy {
  const said = entriesOf(trace, 'layer');
  if (said.length === 0) return { handshakes: [], sealed: () => false, content: () => null };
  const told = entriesOf(trace, 'told').filter(({ told: what }) => what === 'secured' || what === 'broken');
  const taken = entriesOf(trace, 'command').filter(({ command }) => command === 'unsecure');
  const handshakes = said
    .filter(({ machine, name, way }) => machine === 'tls-client' && name === 'ClientHello' && way === 'sent')
    .filter(
      ({ connection, n }, i, all) =>
        !all.some(
          (other, j) =>
            j < i &&
            other.connection === connection &&
            !told.some((end) => end.connection === connection && end.n > other.n && end.n < n),
        ),
    )
    .flatMap((hello) => handshakeFrom(trace, hello, said, told, taken));
  const changes = [...told.filter((one) => one.told === 'secured'), ...taken];
  return {
    handshakes,
    sealed: (connection, node, entry) =>
      connection !== null &&
      changes
        .filter((one) => one.connection === connection && one.node === node && one.n <= entry)
        .reduce<(typeof changes)[number] | null>((last, one) => (last && last.n > one.n ? last : one), null)?.kind ===
        'told',
    content: (connection, node) =>
      contentOf(
        trace,
        said.filter((one) => one.connection === connection && one.node === node && one.way === 'sent'),
      ),
  };
}

function contentOf(trace: Trace, sent: readonly EntryOf<'layer'>[]): ReturnType<Secrecy['content']> {
  const records = sent.filter(({ name }) => name === 'ApplicationData');
  const lengths = records.map(({ content }) => (content === null ? 0 : packetOf(trace.arena, content).length));
  const [first] = records;
  return first ? { first: first.n, octets: lengths.reduce((sum, length) => sum + length, 0) } : null;
}

function handshakeFrom(
  trace: Trace,
  hello: EntryOf<'layer'>,
  said: readonly EntryOf<'layer'>[],
  told: readonly EntryOf<'told'>[],
  taken: readonly EntryOf<'command'>[],
): readonly Handshake[] {
  const connection = trace.connections[hello.connection ?? -1];
  if (!connection || hello.node === null) return [];
  const client = hello.node;
  const here = (one: Entry): boolean => one.connection === hello.connection && one.node === client;
  const mine = said.filter((one) => here(one) && one.n >= hello.n);
  const end = told.find((one) => here(one) && one.n > hello.n);
  const until = end?.n ?? mine.at(-1)?.n ?? hello.n;
  const within = mine.filter(({ n, name }) => n <= until && name !== 'ApplicationData');
  return [
    {
      connection: connection.index,
      client,
      server: client === connection.opener ? connection.listener : connection.opener,
      begin: hello.n,
      entry: until,
      ...answerIn(within),
      failed: end?.told === 'secured' ? null : brokenBy(within, end !== undefined),
      messages: within.length,
      cleared: taken.find((one) => here(one) && one.n > until)?.n ?? null,
    },
  ];
}

function answerIn(said: readonly EntryOf<'layer'>[]): Pick<Handshake, 'version' | 'resumed'> {
  const answer = said.map(({ said: what }) => what as TlsSaid | null).find((what) => what?.code === 'server-hello');
  return { version: answer?.version ?? null, resumed: answer?.resumes ?? false };
}

function brokenBy(said: readonly EntryOf<'layer'>[], ended: boolean): string {
  const alert = said.map(alertIn).find((name) => name !== null);
  return alert ?? (ended ? stepWords.broken : stepWords.unfinished);
}

/** The alert that a message is, by its name. */
const alertIn = ({ said }: EntryOf<'layer'>): string | null => {
  const what = said as TlsSaid | null;
  return what?.code === 'alert' ? what.alert : null;
};

/** The nodes that hold the secrets of some connection. */
export const keepersOf = remembered((trace): readonly NodeId[] => [
  ...new Set(entriesOf(trace, 'secret').flatMap(({ node }) => (node === null ? [] : [node]))),
]);

/**
 * What TLS said in a segment, by its sender: `ServerHello, EncryptedExtensions`; what is sealed apart. Null where
 * nothing of it is TLS.
 */
export function recordsSaid(trace: Trace, transmitted: number): readonly EntryOf<'layer'>[] {
  const sent = trace.entries[transmitted];
  return (sent?.causes ?? []).flatMap((n) => {
    const cause = trace.entries[n];
    return cause?.kind === 'layer' && cause.way === 'sent' && cause.node === sent?.node ? [cause] : [];
  });
}

/** Octets in the records of a payload, their headings aside; of one that goes on elsewhere, what is here. */
export function sealedOctets(payload: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at + HEADING <= payload.length;) {
    const length = ((payload[at + 3] ?? 0) << 8) | (payload[at + 4] ?? 0);
    sum += Math.min(length, payload.length - at - HEADING);
    at += HEADING + length;
  }
  return sum;
}
