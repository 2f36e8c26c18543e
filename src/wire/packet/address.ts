/**
 * IP addresses. Everywhere outside of packets an address is its canonical text: dotted decimal, or RFC 5952 for IPv6,
 * so that two addresses are equal when their texts are.
 */
import { isViolation, violation, type Violation } from '../violation';

/** A run knows a handful of addresses and asks for them with each packet. Cleared when full: a cache, not a store. */
const known = new Map<string, Uint8Array>();
const KNOWN_AT_MOST = 1024;

/** 4 or 16 octets, freshly made. Strict: no leading zeros, no zone, no spaces; any RFC 4291 spelling of IPv6. */
export function parseAddress(text: string): Uint8Array | Violation {
  const octets = recall(text);
  return octets ? octets.slice() : violation({ code: 'address', found: text.slice(0, 60) });
}

/** Whether a text is one, in any spelling. */
export const isAddress = (text: string): boolean => recall(text) !== null;

/** The same for an address known to be one: shared octets, not to be written to. Throws RangeError on anything else. */
export function addressOctets(address: string): Uint8Array {
  const octets = recall(address);
  if (!octets) throw new RangeError(`'${address}' is not an address`);
  return octets;
}

function recall(text: string): Uint8Array | null {
  const found = known.get(text);
  if (found) return found;
  const octets = text.includes(':') ? ipv6Octets(text) : ipv4Octets(text);
  if (!octets) return null;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(text, octets);
  return octets;
}

function ipv4Octets(text: string): Uint8Array | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  const numbers = text.split('.').map(Number);
  return numbers.every((n) => n <= 255) ? Uint8Array.from(numbers) : null;
}

/** RFC 4291 section 2.2: eight groups, one run of zeros as '::', the last two groups perhaps as IPv4. */
function ipv6Octets(text: string): Uint8Array | null {
  if (text.length > 45) return null;
  let plain = text;
  if (text.includes('.')) {
    const cut = text.lastIndexOf(':') + 1;
    const last = ipv4Octets(text.slice(cut));
    if (!last) return null;
    const [a = 0, b = 0, c = 0, d = 0] = last;
    plain = text.slice(0, cut) + ((a << 8) | b).toString(16) + ':' + ((c << 8) | d).toString(16);
  }
  const halves = plain.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return Uint8Array.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]));
}

/** Canonical text of 4 or 16 octets (RFC 5952 section 4; IPv4-mapped ones mixed, section 5). */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0));
  if (groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0))
    return `::ffff:${formatAddress(octets.slice(12, 16))}`;
  let best = 0;
  let length = 1; // one zero group alone is not shortened (section 4.2.2)
  for (let at = 0, run = 0; at < 8; at += 1) {
    run = groups[at] === 0 ? run + 1 : 0;
    if (run > length) [best, length] = [at + 1 - run, run];
  }
  const hex = groups.map((group) => group.toString(16));
  return length === 1 ? hex.join(':') : `${hex.slice(0, best).join(':')}::${hex.slice(best + length).join(':')}`;
}

export function family(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/**
 * Whether an address lies in a prefix, 'a.b.c.d/nn' or the IPv6 like; false across families and for what is neither.
 */
export function inPrefix(address: string, prefix: string): boolean {
  const [base = '', bits = '', ...more] = prefix.split('/');
  const octets = recall(address);
  const network = recall(base);
  if (!octets || !network || more.length > 0 || octets.length !== network.length || !/^\d{1,3}$/.test(bits))
    return false;
  const width = Number(bits);
  if (width > octets.length * 8) return false;
  for (let bit = 0; bit < width; bit += 8) {
    const mask = width - bit >= 8 ? 255 : (255 << (8 - (width - bit))) & 255;
    if ((((octets[bit >> 3] ?? 0) ^ (network[bit >> 3] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}

const within =
  (prefixes: readonly string[]) =>
  (address: string): boolean =>
    prefixes.some((prefix) => inPrefix(address, prefix));

/** RFC 1918 section 3, RFC 4193 section 3.1: not routed in the wide network. */
export const isPrivate = within(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);

/** RFC 6598 section 7: a carrier's own, behind its NAT. */
export const isShared = within(['100.64.0.0/10']);

/** RFC 1122 section 3.2.1.3 (g), RFC 4291 section 2.5.3. */
export const isLoopback = within(['127.0.0.0/8', '::1/128']);

/** The canonical text of an address, so that it compares by text. */
export function canonicalAddress(text: string): string | Violation {
  const octets = parseAddress(text);
  return isViolation(octets) ? octets : formatAddress(octets);
}
