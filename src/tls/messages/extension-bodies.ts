/** What each extension holds (RFC 8446 section 4.2). */

import { uint, struct, field, opaque, list, rest, empty } from './codec';
import { nameOf, groups, namesOf, signatureSchemes, versionName } from './registry';

const text = (octets: Uint8Array): string => String.fromCharCode(...octets);

const u8 = uint(1);

export const u16 = uint(2);

interface ServerName {
  readonly nameType: number;
  readonly hostName: Uint8Array;
}

interface KeyShareEntry {
  readonly group: number;
  readonly keyExchange: Uint8Array;
}

interface PskIdentity {
  readonly identity: Uint8Array;
  readonly obfuscatedTicketAge: number;
}

interface OfferedPsks {
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
