/** Extensions (RFC 8446 section 4.2): what each holds, by the message that it comes in. */
import type { Violation } from '../../wire/violation';
import {
  decode,
  empty,
  encode,
  field,
  isViolation,
  label,
  list,
  opaque,
  rest,
  struct,
  uint,
  type Cursor,
  type Layout,
} from './codec';
import { extensionTypes, groups, nameOf, namesOf, signatureSchemes, versionName, type ExtensionName } from './registry';

export interface Extension {
  readonly type: number;
  readonly data: Uint8Array;
}

/** The messages that carry extensions; a HelloRetryRequest is a ServerHello that has other contents. */
export type Carrier =
  | 'ClientHello'
  | 'ServerHello'
  | 'HelloRetryRequest'
  | 'EncryptedExtensions'
  | 'CertificateRequest'
  | 'Certificate'
  | 'NewSessionTicket';

const text = (octets: Uint8Array): string => String.fromCharCode(...octets);
const u8 = uint(1);
const u16 = uint(2);

export interface ServerName {
  readonly nameType: number;
  readonly hostName: Uint8Array;
}
export interface KeyShareEntry {
  readonly group: number;
  readonly keyExchange: Uint8Array;
}
export interface PskIdentity {
  readonly identity: Uint8Array;
  readonly obfuscatedTicketAge: number;
}
export interface OfferedPsks {
  readonly identities: readonly PskIdentity[];
  readonly binders: readonly Uint8Array[];
}

const keyShareEntry = struct<KeyShareEntry>({
  group: field('group', u16, 'The group that this key belongs to.', 'RFC 8446 section 4.2.8', (group) =>
    nameOf(groups, group),
  ),
  keyExchange: field(
    'key_exchange',
    opaque(2, 1),
    'The public key for this handshake alone; its secret never leaves the host.',
    'RFC 8446 section 4.2.8',
  ),
});

/** What an extension holds, for every message that we read one in. */
export const bodies = {
  serverNames: field(
    'ServerNameList',
    list(2, struct<ServerName>({ nameType: u8, hostName: opaque(2, 1) }), 1),
    'Whom the client calls: one address may serve many names. In clear.',
    'RFC 6066 section 3',
    (names) => names.map((name) => text(name.hostName)).join(', '),
  ),
  groups: field(
    'NamedGroupList',
    list(2, u16, 2),
    'Groups for the key exchange, best first.',
    'RFC 8446 section 4.2.7',
    namesOf(groups),
  ),
  schemes: field(
    'SignatureSchemeList',
    list(2, u16, 2),
    'Signatures that the sender can verify, best first.',
    'RFC 8446 section 4.2.3',
    namesOf(signatureSchemes),
  ),
  protocols: field(
    'ProtocolNameList',
    list(2, opaque(1, 1), 2),
    'What is to be spoken inside, best first.',
    'RFC 7301 section 3.1',
    (names) => names.map(text).join(', '),
  ),
  versions: field(
    'versions',
    list(1, u16, 2),
    'Versions that the client speaks, best first; legacy_version means nothing any more.',
    'RFC 8446 section 4.2.1',
    (all) => all.map(versionName).join(', '),
  ),
  version: field('selected_version', u16, 'The version that the server chose.', 'RFC 8446 section 4.2.1', versionName),
  keyShares: field(
    'client_shares',
    list(2, keyShareEntry),
    'Public keys sent on trust that the server takes one of these groups.',
    'RFC 8446 section 4.2.8',
  ),
  keyShare: field(
    'server_share',
    keyShareEntry,
    "The server's public key, in the group that it took.",
    'RFC 8446 section 4.2.8',
  ),
  selectedGroup: field(
    'selected_group',
    u16,
    'The group in which the server wants a key.',
    'RFC 8446 section 4.2.8',
    (group) => nameOf(groups, group),
  ),
  pskModes: field(
    'ke_modes',
    list(1, u8, 1),
    'How a pre-shared key may be used: 1 with a fresh key exchange, 0 without.',
    'RFC 8446 section 4.2.9',
    (modes) => modes.map((mode) => ['psk_ke', 'psk_dhe_ke'][mode] ?? String(mode)).join(', '),
  ),
  offeredPsks: struct<OfferedPsks>({
    identities: field(
      'identities',
      list(2, struct<PskIdentity>({ identity: opaque(2, 1), obfuscatedTicketAge: uint(4) }), 7),
      'Tickets of earlier sessions.',
      'RFC 8446 section 4.2.11',
    ),
    binders: field(
      'binders',
      list(2, opaque(1, 32), 33),
      "Proof that the client knows the ticket's key, over this very hello.",
      'RFC 8446 section 4.2.11.2',
    ),
  }),
  selectedPsk: field(
    'selected_identity',
    u16,
    'Which of the offered tickets the server took, from 0.',
    'RFC 8446 section 4.2.11',
  ),
  cookie: field('cookie', opaque(2, 1), "The server's note to itself, to be brought back.", 'RFC 8446 section 4.2.2'),
  pointFormats: field(
    'ECPointFormatList',
    list(1, u8, 1),
    'How points of a curve are written; only uncompressed (0) is in use.',
    'RFC 8422 section 5.1.2',
    (all) => all.join(', '),
  ),
  renegotiated: field(
    'renegotiated_connection',
    opaque(1),
    'Ties a renegotiation to the handshake before; empty in a first one.',
    'RFC 5746 section 3.2',
  ),
  recordSize: field(
    'RecordSizeLimit',
    u16,
    'The longest record that the sender wants to receive.',
    'RFC 8449 section 4',
  ),
  ticket: field('ticket', rest, 'A ticket of an earlier session; empty asks for a new one.', 'RFC 5077 section 3.2'),
  padding: field(
    'padding',
    rest,
    'Zeros, to bring the hello to a length that no old box stumbles over.',
    'RFC 7685 section 3',
  ),
  nothing: empty,
  anything: field('extension_data', rest, 'Contents that are not looked into here.', 'RFC 8446 section 4.2'),
} as const;

const both = <A>(layout: Layout<A>) => ({ ClientHello: layout, EncryptedExtensions: layout, ServerHello: layout });
type Bodies = Readonly<Record<string, Readonly<Partial<Record<Carrier, Layout<never>>>>>>;

/**
 * Which layout an extension has in which message; what is missing here may not come there (the table of section 4.2).
 */
export const table = {
  server_name: { ClientHello: bodies.serverNames, EncryptedExtensions: bodies.nothing, ServerHello: bodies.nothing },
  supported_groups: { ClientHello: bodies.groups, EncryptedExtensions: bodies.groups },
  signature_algorithms: { ClientHello: bodies.schemes, CertificateRequest: bodies.schemes },
  signature_algorithms_cert: { ClientHello: bodies.schemes, CertificateRequest: bodies.schemes },
  application_layer_protocol_negotiation: both(bodies.protocols),
  supported_versions: { ClientHello: bodies.versions, ServerHello: bodies.version, HelloRetryRequest: bodies.version },
  key_share: { ClientHello: bodies.keyShares, ServerHello: bodies.keyShare, HelloRetryRequest: bodies.selectedGroup },
  psk_key_exchange_modes: { ClientHello: bodies.pskModes },
  pre_shared_key: { ClientHello: bodies.offeredPsks, ServerHello: bodies.selectedPsk },
  cookie: { ClientHello: bodies.cookie, HelloRetryRequest: bodies.cookie },
  ec_point_formats: { ClientHello: bodies.pointFormats, ServerHello: bodies.pointFormats },
  renegotiation_info: { ClientHello: bodies.renegotiated, ServerHello: bodies.renegotiated },
  session_ticket: { ClientHello: bodies.ticket, ServerHello: bodies.ticket },
  extended_master_secret: both(bodies.nothing),
  encrypt_then_mac: both(bodies.nothing),
  post_handshake_auth: { ClientHello: bodies.nothing },
  record_size_limit: both(bodies.recordSize),
  max_fragment_length: both(bodies.anything),
  padding: { ClientHello: bodies.padding },
  status_request: { ...both(bodies.anything), Certificate: bodies.anything, CertificateRequest: bodies.anything },
  early_data: { ClientHello: bodies.nothing, EncryptedExtensions: bodies.nothing, NewSessionTicket: bodies.anything },
  certificate_authorities: { ClientHello: bodies.anything, CertificateRequest: bodies.anything },
} as const satisfies Partial<Record<ExtensionName, Partial<Record<Carrier, Layout<never> | Layout<unknown>>>>>;

const layoutOf = (type: number, carrier: Carrier): Layout<unknown> =>
  ((table as unknown as Bodies)[nameOf(extensionTypes, type)]?.[carrier] as Layout<unknown> | undefined) ??
  bodies.anything;

/** The extensions of a message. Their contents are decoded when somebody asks, and labelled when somebody looks. */
export function extensions(carrier: Carrier, least = 0): Layout<readonly Extension[]> {
  const extension: Layout<Extension> = {
    read(cursor) {
      const type = u16.read(cursor);
      const at = cursor.at + 2;
      const data = opaque(2).read(cursor);
      if (cursor.spans && !cursor.fault) explain(cursor, type, data, at);
      return { type, data };
    },
    write({ type, data }, into) {
      u16.write(type, into);
      opaque(2).write(data, into);
    },
  };
  const explain = (cursor: Cursor, type: number, data: Uint8Array, at: number): void => {
    const name = nameOf(extensionTypes, type);
    cursor.spans?.push({
      layer: cursor.layer,
      name: `extension ${name}`,
      from: cursor.base + at - 4,
      to: cursor.base + at + data.length,
      value: `${data.length} octets`,
      why: 'One thing more to agree on.',
      source: 'RFC 8446 section 4.2',
    });
    cursor.spans?.push(...label(layoutOf(type, carrier), data, cursor.layer, cursor.base + at));
  };
  return field(
    'extensions',
    list(2, extension, least),
    'What the sender offers or answers, each thing under its number.',
    'RFC 8446 section 4.2',
    (all) => namesOf(extensionTypes)(all.map(({ type }) => type)),
  );
}

export const has = (all: readonly Extension[], name: ExtensionName): boolean =>
  all.some(({ type }) => type === extensionTypes[name]);

/** An extension's contents; null where it is not there. */
export function find<T>(all: readonly Extension[], name: ExtensionName, layout: Layout<T>): T | null | Violation {
  const found = all.find(({ type }) => type === extensionTypes[name]);
  return found ? decode(layout, found.data) : null;
}

export const extension = <T>(name: ExtensionName, layout: Layout<T>, value: T): Extension => ({
  type: extensionTypes[name],
  data: encode(layout, value),
});

/** Whether every extension can be read, none is there twice, and none is where it must not be. */
export function faultOf(
  all: readonly Extension[],
  carrier: Carrier,
): { readonly kind: 'decode' | 'twice' | 'misplaced'; readonly text: string } | null {
  const seen = new Set<number>();
  for (const { type, data } of all) {
    const name = nameOf(extensionTypes, type);
    if (seen.has(type)) return { kind: 'twice', text: `the extension ${name} is there twice` };
    seen.add(type);
    const places = (table as unknown as Bodies)[name];
    if (places && !places[carrier])
      return { kind: 'misplaced', text: `the extension ${name} does not belong in a ${carrier}` };
    const value = decode(layoutOf(type, carrier), data);
    if (isViolation(value)) return { kind: 'decode', text: `the extension ${name}: ${value.text}` };
  }
  return null;
}
