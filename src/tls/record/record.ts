/**
 * The record layer: RFC 8446 section 5 for 1.3, RFC 5246 section 6.2 with RFC 5288 (GCM) and RFC 7905 (ChaCha20) for
 * 1.2.
 */
import { fault, isFault, type Fault } from '../messages/alerts';
import { concat } from '../../wire/octets';
import { open as openAead, seal as sealAead, suiteOf, type Suite } from '../crypto/primitives';
import type { RecordHeader } from '../messages/record-header';
import { contentTypes, nameOf, versionName, type Version } from '../messages/registry';
import { trafficKeys } from '../crypto/schedule';

/** Longest plain fragment, and what protection may add (RFC 8446 section 5.1 and 5.2; RFC 5246 section 6.2.3). */
export const MOST_PLAIN = 2 ** 14;
const MOST_ADDED: Record<Version, number> = { '1.3': 256, '1.2': 2048 };

/** One direction's protection, from the moment its keys are in use. */
export interface Protection {
  readonly version: Version;
  readonly suite: number;
  readonly key: Uint8Array;
  /** Twelve octets; four with GCM in 1.2, where the other eight travel along. */
  readonly iv: Uint8Array;
  readonly sequence: number;
  /** The traffic secret in 1.3, from which a KeyUpdate makes the next. */
  readonly secret: Uint8Array;
}

export interface Content {
  readonly type: number;
  readonly octets: Uint8Array;
}

/** Protection of 1.3 from a traffic secret; the sequence begins at 0. */
export function protection(suite: number, secret: Uint8Array): Protection {
  const { key, iv } = trafficKeys(suiteOf(suite) as Suite, secret);
  return { version: '1.3', suite, key, iv, sequence: 0, secret };
}

const u64 = (value: number): Uint8Array =>
  Uint8Array.of(
    0,
    0,
    Math.floor(value / 2 ** 40) & 255,
    Math.floor(value / 2 ** 32) & 255,
    (value >>> 24) & 255,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  );

/** The sequence number laid over the end of the base (RFC 8446 section 5.3). */
function nonceOf(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = iv.slice();
  u64(sequence).forEach((octet, i) => {
    nonce[i + 4] = (nonce[i + 4] ?? 0) ^ octet;
  });
  return nonce;
}

export const recordOf = (type: number, version: number, fragment: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(type, version >> 8, version & 255, fragment.length >> 8, fragment.length & 255), fragment);

const explicitNonce = (p: Protection, suite: Suite): boolean => p.version === '1.2' && suite.aead === 'gcm';

function aadOf(p: Protection, type: number, plainLength: number, header: Uint8Array): Uint8Array {
  return p.version === '1.3'
    ? header
    : concat(u64(p.sequence), Uint8Array.of(type, 3, 3, plainLength >> 8, plainLength & 255));
}

/** A protected record, and the protection for the next. */
export function seal(
  p: Protection,
  type: number,
  content: Uint8Array,
): { readonly record: Uint8Array; readonly next: Protection } {
  const suite = suiteOf(p.suite) as Suite;
  const explicit = explicitNonce(p, suite);
  const plain = p.version === '1.3' ? concat(content, Uint8Array.of(type)) : content;
  const outer = p.version === '1.3' ? contentTypes.application_data : type;
  const length = plain.length + 16 + (explicit ? 8 : 0);
  const header = Uint8Array.of(outer, 3, 3, length >> 8, length & 255);
  const nonce = explicit ? concat(p.iv, u64(p.sequence)) : nonceOf(p.iv, p.sequence);
  const sealed = sealAead(suite.aead, p.key, nonce, aadOf(p, type, content.length, header), plain);
  return {
    record: concat(header, ...(explicit ? [u64(p.sequence)] : []), sealed),
    next: { ...p, sequence: p.sequence + 1 },
  };
}

/** What a protected record holds, and the protection for the next. */
export function open(
  p: Protection,
  header: Uint8Array,
  fragment: Uint8Array,
): { readonly content: Content; readonly next: Protection } | Fault {
  const suite = suiteOf(p.suite) as Suite;
  const explicit = explicitNonce(p, suite);
  const overhead = 16 + (explicit ? 8 : 0);
  const type = header[0] ?? 0;
  if (p.version === '1.3' && type !== contentTypes.application_data)
    return fault('unexpected_message', { code: 'record-unprotected', type: nameOf(contentTypes, type) });
  if (fragment.length < overhead)
    return fault(p.version === '1.3' ? 'bad_record_mac' : 'decode_error', {
      code: 'record-too-short',
      octets: fragment.length,
    });
  const nonce = explicit ? concat(p.iv, fragment.subarray(0, 8)) : nonceOf(p.iv, p.sequence);
  const plain = openAead(
    suite.aead,
    p.key,
    nonce,
    aadOf(p, type, fragment.length - overhead, header),
    explicit ? fragment.subarray(8) : fragment,
  );
  if (!plain) return fault('bad_record_mac', { code: 'record-unverified', record: p.sequence });
  const content = p.version === '1.3' ? innerOf(plain) : { type, octets: plain };
  if (isFault(content)) return content;
  if (content.octets.length > MOST_PLAIN)
    return fault('record_overflow', { code: 'record-holds-too-much', octets: content.octets.length });
  return { content, next: { ...p, sequence: p.sequence + 1 } };
}

/** TLSInnerPlaintext: content, its type, and padding of zeros (section 5.4). */
function innerOf(plain: Uint8Array): Content | Fault {
  let end = plain.length;
  while (end > 0 && plain[end - 1] === 0) end -= 1;
  if (end === 0) return fault('unexpected_message', { code: 'record-only-zeros' });
  return { type: plain[end - 1] ?? 0, octets: plain.slice(0, end - 1) };
}

/** Whether a header may stand at the front of a record, before all of it is there. */
export function headerFault(header: RecordHeader, read: Protection | null, version: Version): Fault | null {
  const most = MOST_PLAIN + (read ? MOST_ADDED[version] : 0);
  if (header.version >> 8 !== 3)
    return fault('protocol_version', { code: 'record-version', version: versionName(header.version) });
  if (header.type < 20 || header.type > 23)
    return fault('unexpected_message', { code: 'record-type', type: header.type });
  if (header.length > most) return fault('record_overflow', { code: 'record-too-long', octets: header.length, most });
  return null;
}
