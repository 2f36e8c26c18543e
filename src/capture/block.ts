/**
 * The blocks of a capture file, by "PCAP Next Generation (pcapng) Capture File Format" (draft-ietf-opsawg-pcapng): each
 * is its type, its length, a body, and the length again, all little-endian here; everything in it is padded to 32 bits.
 */
import { joined } from '../wire/octets';
import { octetsOf } from '../wire/text/text';

/** The block types written here. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const ENHANCED_PACKET = 6;
const DECRYPTION_SECRETS = 10;

/** Secrets in the format of an SSLKEYLOGFILE: 'TLSK' as a number. */
const TLS_KEY_LOG = 0x544c534b;

/** The packet begins with its IP header, version 4 or 6 (the link type registry's LINKTYPE_RAW). */
const LINKTYPE_RAW = 101;

/** Option codes: `comment` in any block, the others in the blocks they are named for. */
const COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_TSRESOL = 9;

/** Time stamps count units of 10^-6 s. */
const MICROSECONDS = 6;

/** Opens a section. Comments say where the capture comes from. */
export function sectionHeader(application: string, comments: readonly string[]): Uint8Array {
  const unknownLength = [0xffffffff, 0xffffffff];
  const body = joined([u32(0x1a2b3c4d), u16(1, 0), u32(...unknownLength)]);
  return block(SECTION_HEADER, body, [...comments.map(comment), textOption(SHB_USERAPPL, application)]);
}

/** An interface; the first of a section is number 0. */
export function interfaceDescription(name: string, description: string): Uint8Array {
  const unlimited = 0;
  return block(INTERFACE_DESCRIPTION, joined([u16(LINKTYPE_RAW, 0), u32(unlimited)]), [
    textOption(IF_NAME, name),
    textOption(IF_DESCRIPTION, description),
    option(IF_TSRESOL, Uint8Array.of(MICROSECONDS)),
  ]);
}

/** Addresses, as octets of either family, and the names they had. */
export function nameResolution(names: readonly (readonly [address: Uint8Array, name: string])[]): Uint8Array {
  const [ipv4, ipv6] = [1, 2];
  const records = names.map(([address, name]) =>
    option(address.length === 4 ? ipv4 : ipv6, joined([address, octetsOf(`${name}\0`)])),
  );
  return block(NAME_RESOLUTION, joined([...records, u16(0, 0)]), []);
}

/** Secrets that open TLS sessions of packets further on in the section; `keyLog` is the text of an SSLKEYLOGFILE. */
export function decryptionSecrets(keyLog: string): Uint8Array {
  const secrets = octetsOf(keyLog);
  return block(DECRYPTION_SECRETS, joined([u32(TLS_KEY_LOG, secrets.length), padded(secrets)]), []);
}

/** A packet at an interface. `micros` counts from 1970-01-01 00:00 UTC, a whole number below 2^53. */
export function enhancedPacket(
  at: number,
  micros: number,
  packet: Uint8Array,
  comments: readonly string[],
): Uint8Array {
  const time = [Math.floor(micros / 2 ** 32), micros % 2 ** 32];
  return block(
    ENHANCED_PACKET,
    joined([u32(at, ...time, packet.length, packet.length), padded(packet)]),
    comments.map(comment),
  );
}

function block(type: number, body: Uint8Array, options: readonly Uint8Array[]): Uint8Array {
  const end = options.length > 0 ? [u16(0, 0)] : []; // opt_endofopt
  const inside = joined([body, ...options, ...end]);
  const length = inside.length + 12;
  return joined([u32(type, length), inside, u32(length)]);
}

/** Code, length without padding, value. Records of a Name Resolution Block have the same form. */
function option(code: number, value: Uint8Array): Uint8Array {
  return joined([u16(code, value.length), padded(value)]);
}

/** A length has 16 bits; what is longer is cut. */
const textOption = (code: number, text: string) => option(code, octetsOf(text).subarray(0, 0xffff));
const comment = (text: string) => textOption(COMMENT, text);

function padded(value: Uint8Array): Uint8Array {
  const room = new Uint8Array(Math.ceil(value.length / 4) * 4);
  room.set(value);
  return room;
}

const u16 = (...values: readonly number[]) =>
  Uint8Array.from(values.flatMap((value) => [value & 255, (value >> 8) & 255]));
const u32 = (...values: readonly number[]) =>
  Uint8Array.from(values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]));
