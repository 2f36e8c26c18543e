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
  group: field('key_share.group', u16, (group) => nameOf(groups, group)),
  keyExchange: field('key_share.key_exchange', opaque(2, 1)),
});

const joined = (all: readonly number[]): string => all.join(', ');
const names = (all: readonly Uint8Array[]): string => all.map(text).join(', ');
const schemeList = list(2, u16, 2);
const PSK_MODES = ['psk_ke', 'psk_dhe_ke'];

/** What an extension holds, for every message that we read one in. */
export const bodies = {
  serverNames: field(
    'server_name.ServerNameList',
    list(2, struct<ServerName>({ nameType: u8, hostName: opaque(2, 1) }), 1),
    (all) => names(all.map(({ hostName }) => hostName)),
  ),
  groups: field('supported_groups.NamedGroupList', list(2, u16, 2), namesOf(groups)),
  schemes: field('signature_algorithms.SignatureSchemeList', schemeList, namesOf(signatureSchemes)),
  certificateSchemes: field('signature_algorithms_cert.SignatureSchemeList', schemeList, namesOf(signatureSchemes)),
  protocols: field('application_layer_protocol_negotiation.ProtocolNameList', list(2, opaque(1, 1), 2), names),
  versions: field('supported_versions.versions', list(1, u16, 2), (all) => all.map(versionName).join(', ')),
  version: field('supported_versions.selected_version', u16, versionName),
  keyShares: field('key_share.client_shares', list(2, keyShareEntry)),
  keyShare: field('key_share.server_share', keyShareEntry),
  selectedGroup: field('key_share.selected_group', u16, (group) => nameOf(groups, group)),
  pskModes: field('psk_key_exchange_modes.ke_modes', list(1, u8, 1), (modes) =>
    modes.map((mode) => PSK_MODES[mode] ?? String(mode)).join(', '),
  ),
  offeredPsks: struct<OfferedPsks>({
    identities: field(
      'pre_shared_key.identities',
      list(2, struct<PskIdentity>({ identity: opaque(2, 1), obfuscatedTicketAge: uint(4) }), 7),
    ),
    binders: field('pre_shared_key.binders', list(2, opaque(1, 32), 33)),
  }),
  selectedPsk: field('pre_shared_key.selected_identity', u16),
  cookie: field('cookie.cookie', opaque(2, 1)),
  pointFormats: field('ec_point_formats.ECPointFormatList', list(1, u8, 1), joined),
  renegotiated: field('renegotiation_info.renegotiated_connection', opaque(1)),
  recordSize: field('record_size_limit.RecordSizeLimit', u16),
  ticket: field('session_ticket.ticket', rest),
  padding: field('padding.extension_data', rest),
  fragmentLength: field('max_fragment_length.MaxFragmentLength', rest),
  status: field('status_request.CertificateStatusRequest', rest),
  earlyData: field('early_data.max_early_data_size', rest),
  authorities: field('certificate_authorities.authorities', rest),
  nothing: empty,
  anything: field('unknown.extension_data', rest),
} as const;
