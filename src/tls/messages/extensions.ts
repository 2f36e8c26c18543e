/** Extensions (RFC 8446 section 4.2): what each holds, by the message that it comes in. */
import type { Violation } from '../../wire/violation';
import { fault, type Fault } from './alerts';
import { decode, encode, field, isViolation, label, list, opaque, type Cursor, type Layout } from './codec';
import { bodies, u16 } from './extension-bodies';
import type { LayoutField } from './fields';
import { extensionTypes, nameOf, namesOf, type ExtensionName } from './registry';

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

const both = <A>(layout: Layout<A>) => ({ ClientHello: layout, EncryptedExtensions: layout, ServerHello: layout });
type Bodies = Readonly<Record<string, Readonly<Partial<Record<Carrier, Layout<never>>>>>>;

/**
 * Which layout an extension has in which message; what is missing here may not come there (the table of section 4.2).
 */
const table = {
  server_name: { ClientHello: bodies.serverNames, EncryptedExtensions: bodies.nothing, ServerHello: bodies.nothing },
  supported_groups: { ClientHello: bodies.groups, EncryptedExtensions: bodies.groups },
  signature_algorithms: { ClientHello: bodies.schemes, CertificateRequest: bodies.schemes },
  signature_algorithms_cert: { ClientHello: bodies.certificateSchemes, CertificateRequest: bodies.certificateSchemes },
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
  max_fragment_length: both(bodies.fragmentLength),
  padding: { ClientHello: bodies.padding },
  status_request: { ...both(bodies.status), Certificate: bodies.status, CertificateRequest: bodies.status },
  early_data: { ClientHello: bodies.nothing, EncryptedExtensions: bodies.nothing, NewSessionTicket: bodies.earlyData },
  certificate_authorities: { ClientHello: bodies.authorities, CertificateRequest: bodies.authorities },
} as const satisfies Partial<Record<ExtensionName, Partial<Record<Carrier, Layout<never> | Layout<unknown>>>>>;

const CARRIERS = {
  ClientHello: 'client_hello.extensions',
  ServerHello: 'server_hello.extensions',
  HelloRetryRequest: 'hello_retry_request.extensions',
  EncryptedExtensions: 'encrypted_extensions.extensions',
  CertificateRequest: 'certificate_request.extensions',
  Certificate: 'certificate.extensions',
  NewSessionTicket: 'new_session_ticket.extensions',
} as const satisfies Readonly<Record<Carrier, LayoutField>>;

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
      is: { code: `extension.${name in extensionTypes ? name : 'unknown'}`, carrier },
    });
    cursor.spans?.push(...label(layoutOf(type, carrier), data, cursor.layer, cursor.base + at));
  };
  return field(CARRIERS[carrier], list(2, extension, least), (all) =>
    namesOf(extensionTypes)(all.map(({ type }) => type)),
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
export function faultOf(all: readonly Extension[], carrier: Carrier): Fault | null {
  const seen = new Set<number>();
  for (const { type, data } of all) {
    const name = nameOf(extensionTypes, type);
    if (seen.has(type)) return fault('illegal_parameter', { code: 'extension-twice', extension: name });
    seen.add(type);
    const places = (table as unknown as Bodies)[name];
    if (places && !places[carrier])
      return fault('illegal_parameter', { code: 'extension-misplaced', extension: name, carrier });
    const value = decode(layoutOf(type, carrier), data);
    if (isViolation(value))
      return fault('decode_error', { code: 'extension-unreadable', extension: name, rule: value.violation });
  }
  return null;
}
