/**
 * TLS as the client's vantage saw it with the keys in hand: what was negotiated, every message in order, and the
 * farewells.
 */
import { alertName } from '../../tls/messages/alerts';
import { decode, isViolation } from '../../tls/messages/codec';
import { find, type Extension } from '../../tls/messages/extensions';
import { bodies } from '../../tls/messages/extension-bodies';
import {
  clientHello,
  RETRY_RANDOM,
  serverHello,
  type ClientHello,
  type ServerHello,
} from '../../tls/messages/messages';
import { equal } from '../../wire/octets';
import {
  contentTypes,
  extensionTypes,
  handshakeTypes,
  nameOf,
  suites,
  versionNumbers,
} from '../../tls/messages/registry';
import { textOf } from '../../wire/text/text';
import type { Seen } from './streams';

interface Message {
  readonly from: string;
  readonly type: string;
}

export interface TlsRow {
  readonly connection: number;
  readonly version: string | null;
  readonly cipherSuite: string | null;
  /** Both Finished were seen. */
  readonly established: boolean;
  readonly resumed: boolean;
  /** The first one. */
  readonly clientHello: {
    readonly sni: string | null;
    readonly alpn: readonly string[] | null;
    readonly versions: readonly string[];
    readonly offersSession: 'psk' | null;
  } | null;
  readonly messages: readonly Message[];
  readonly closeNotify: { readonly client: boolean; readonly server: boolean };
  /** The first that is no farewell. */
  readonly alert: { readonly from: string; readonly level: 'warning' | 'fatal'; readonly description: string } | null;
}

/** A handshake message with its header, or the whole content of another record. */
interface Unit extends Message {
  readonly at: number;
  readonly octets: Uint8Array;
}

const CHANGE = 'ChangeCipherSpec';
const DATA = 'ApplicationData';

/** Null where no hello was seen: records without one say nothing of a session. */
export function tlsRow(connection: number, records: readonly Seen[]): TlsRow | null {
  const units = records.flatMap(unitsOf);
  const first = <T>(type: string, layout: Parameters<typeof decode<T>>[0]): T | null => {
    const found = units.find((unit) => unit.type === type);
    const value = found ? decode(layout, found.octets.subarray(4)) : null;
    return isViolation(value) ? null : value;
  };
  const hello = first<ClientHello>('ClientHello', clientHello);
  const answer = first<ServerHello>('ServerHello', serverHello);
  if (!hello && !answer) return null;
  const said = (type: string, from: string) => units.some((unit) => unit.type === type && unit.from === from);
  const alerts = units.filter(({ type }) => type.startsWith('Alert ') && type !== 'Alert close_notify');
  return {
    connection,
    version: answer && versionOf(answer),
    cipherSuite: answer && nameOf(suites, answer.cipherSuite),
    established: said('Finished', 'client') && said('Finished', 'server'),
    resumed: answer !== null && said('Finished', 'server') && !said('Certificate', 'server'),
    clientHello: hello && helloRow(hello),
    messages: collapsed(units),
    closeNotify: { client: said('Alert close_notify', 'client'), server: said('Alert close_notify', 'server') },
    alert:
      alerts.map(({ from, type, octets }) => ({
        from,
        level: octets[0] === 1 ? ('warning' as const) : ('fatal' as const),
        description: type.slice(6),
      }))[0] ?? null,
  };
}

/** Where the client's own Finished left: from there it speaks inside TLS. */
export const establishedAt = (records: readonly Seen[]): number | null =>
  records.flatMap(unitsOf).find(({ type, from }) => type === 'Finished' && from === 'client')?.at ?? null;

function unitsOf({ record: { type, content }, from, at }: Seen): readonly Unit[] {
  const one = (name: string, octets: Uint8Array): Unit => ({ from, at, type: name, octets });
  if (type === contentTypes.change_cipher_spec) return [one(CHANGE, content)];
  if (type === contentTypes.alert) return [one(`Alert ${alertName(content[1] ?? 0)}`, content)];
  if (type !== contentTypes.handshake) return [one(DATA, content)];
  const found: Unit[] = [];
  for (let start = 0; start + 4 <= content.length;) {
    const end =
      start + 4 + (((content[start + 1] ?? 0) << 16) | ((content[start + 2] ?? 0) << 8) | (content[start + 3] ?? 0));
    const octets = content.subarray(start, end);
    const name = nameOf(handshakeTypes, octets[0] ?? 0);
    found.push(
      one(name === 'ServerHello' && equal(octets.subarray(6, 38), RETRY_RANDOM) ? 'HelloRetryRequest' : name, octets),
    );
    start = end;
  }
  return found;
}

/** Of data only the first record of either side has a line. */
const collapsed = (units: readonly Unit[]): readonly Message[] =>
  units
    .filter(
      (unit, index) =>
        unit.type !== DATA || units.findIndex(({ type, from }) => type === DATA && from === unit.from) === index,
    )
    .map(({ from, type }) => ({ from, type }));

const VERSIONS = new Map<number, string>(
  [versionNumbers['1.0'], versionNumbers['1.1'], versionNumbers['1.2'], versionNumbers['1.3']].map((number, index) => [
    number,
    `TLSv1.${index}`,
  ]),
);

function read<T>(
  extensions: readonly Extension[],
  name: Parameters<typeof find>[1],
  layout: Parameters<typeof find<T>>[2],
): T | null {
  const value = find(extensions, name, layout);
  return isViolation(value) ? null : value;
}

function versionOf({ extensions, legacyVersion }: ServerHello): string | null {
  return VERSIONS.get(read(extensions, 'supported_versions', bodies.version) ?? legacyVersion) ?? null;
}

function helloRow({ extensions, legacyVersion }: ClientHello): NonNullable<TlsRow['clientHello']> {
  const names = read(extensions, 'server_name', bodies.serverNames);
  const protocols = read(extensions, 'application_layer_protocol_negotiation', bodies.protocols);
  const versions = (read(extensions, 'supported_versions', bodies.versions) ?? [legacyVersion]).flatMap(
    (number) => VERSIONS.get(number) ?? [],
  );
  const psk = extensions.some(({ type }) => type === extensionTypes.pre_shared_key);
  return {
    sni: names?.[0] ? textOf(names[0].hostName) : null,
    alpn: protocols?.map((name) => textOf(name)) ?? null,
    versions,
    // Their analyser names 1.3's offer alone: a ticket or a session id of 1.2 went unnoticed in every recording.
    offersSession: psk ? 'psk' : null,
  };
}
