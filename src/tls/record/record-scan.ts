/**
 * An octet stream as anybody on the way can cut it: what is said in the clear, and TLS records, whose headers are never
 * sealed.
 */
import { decode, isViolation } from '../messages/codec';
import { HEADER, recordHeader, type RecordHeader } from '../messages/record-header';

/** From `from` up to but not including `to`. A record that the stream's end cuts short is not `whole`. */
type Stretch =
  | { readonly kind: 'clear'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'record';
      readonly from: number;
      readonly to: number;
      readonly header: RecordHeader;
      readonly whole: boolean;
    };

const LINE_FEED = 10;
/** What protection may make of the longest fragment (RFC 5246 section 6.2.3). */
const LONGEST = 2 ** 14 + 2048;

/**
 * Cuts a whole stream, in order. TLS begins where a line of the protocol before it would (RFC 4217 section 4), and ends
 * after `most` records: octets of a file may look like a header by chance.
 */
export function stretchesOf(stream: Uint8Array, most = Infinity): readonly Stretch[] {
  const found: Stretch[] = [];
  let records = 0;
  let clear = 0;
  for (let at = 0; at < stream.length;) {
    const header = records < most ? headerAt(stream, at) : null;
    if (header) {
      if (clear < at) found.push({ kind: 'clear', from: clear, to: at });
      const end = at + HEADER + header.length;
      clear = Math.min(end, stream.length);
      found.push({ kind: 'record', from: at, to: clear, header, whole: end <= stream.length });
      records += 1;
      at = clear;
    } else {
      const line = records < most ? stream.indexOf(LINE_FEED, at) : -1;
      at = line < 0 ? stream.length : line + 1;
    }
  }
  if (clear < stream.length) found.push({ kind: 'clear', from: clear, to: stream.length });
  return found;
}

function headerAt(stream: Uint8Array, at: number): RecordHeader | null {
  if (at + HEADER > stream.length) return null;
  const header = decode(recordHeader, stream.subarray(at, at + HEADER));
  return isViolation(header) ||
    header.type < 20 ||
    header.type > 23 ||
    header.version >> 8 !== 3 ||
    header.length > LONGEST
    ? null
    : header;
}
