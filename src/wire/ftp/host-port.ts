/** Where to connect, as FTP writes it: PORT and 227 (RFC 959 sections 4.1.2 and 5.3.2), EPRT and 229 (RFC 2428). */
import { addressOctets, canonicalAddress, family } from '../packet/address';
import { isViolation, violation, type Violation } from '../violation';

export interface HostPort {
  /** Canonical text. */
  readonly address: string;
  /** 0 to 65535. That a 0 cannot be connected to is for its reader to refuse. */
  readonly port: number;
}

/** The six numbers, each under the name that RFC 959 section 5.3.2 gives it. */
export const SIX = ['h1', 'h2', 'h3', 'h4', 'p1', 'p2'].map((name) => `(?<${name}>\\d{1,3})`).join(',');
const SIX_ALONE = new RegExp(`^${SIX}$`);
const SIX_SOMEWHERE = new RegExp(`(?<!\\d)${SIX}(?!\\d)`);
/** (|||port|): protocol and address are left out, the delimiter is no digit (RFC 2428 section 3). */
export const TWO_TWENTY_NINE = /\((?<left_out>(?<d>[!-/:-~])\k<d>\k<d>)(?<port>\d{1,5})(?<end>\k<d>)\)/d;

const cut = (text: string): string => text.slice(0, 60);

function six(found: RegExpExecArray | null, text: string): HostPort | Violation {
  if (!found) return violation({ code: 'host-port', found: cut(text) });
  const numbers = found.slice(1).map(Number);
  const [p1 = 0, p2 = 0] = numbers.slice(4);
  const large = numbers.find((n) => n > 255);
  if (large !== undefined) return violation({ code: 'host-port-range', number: large, found: cut(text) });
  return { address: numbers.slice(0, 4).join('.'), port: p1 * 256 + p2 };
}

/** The argument of PORT. */
export function parsePort(argument: string): HostPort | Violation {
  return six(SIX_ALONE.exec(argument), argument);
}

/**
 * A 227's text, without its code: the six numbers wherever they stand, in parentheses or not (RFC 1123 section
 * 4.1.2.6).
 */
export function parse227(text: string): HostPort | Violation {
  return six(SIX_SOMEWHERE.exec(text), text);
}

/**
 * The argument of EPRT: any delimiter from '!' to '~', protocol 1 or 2, an address of that family, a port (RFC 2428
 * section 2).
 */
export function parseEprt(argument: string): HostPort | Violation {
  const delimiter = argument.charAt(0);
  const [, protocol = '', text = '', digits = '', after, ...more] = argument.split(delimiter);
  if (!/^[!-~]$/.test(delimiter) || after !== '' || more.length > 0) {
    return violation({ code: 'extended-port', of: 'EPRT', found: cut(argument) });
  }
  if (protocol !== '1' && protocol !== '2')
    return violation({ code: 'network-protocol', protocol: cut(protocol), address: null });
  const address = canonicalAddress(text);
  if (isViolation(address)) return address;
  if (family(address) !== (protocol === '1' ? 4 : 6)) return violation({ code: 'network-protocol', protocol, address });
  const port = portNumber(digits);
  return isViolation(port) ? port : { address, port };
}

/** A 229's text, without its code. */
export function parse229(text: string): { readonly port: number } | Violation {
  const digits = TWO_TWENTY_NINE.exec(text)?.groups?.['port'];
  if (digits === undefined) return violation({ code: 'extended-port', of: '229', found: cut(text) });
  const port = portNumber(digits);
  return isViolation(port) ? port : { port };
}

function portNumber(digits: string): number | Violation {
  const port = Number(digits);
  return /^\d{1,5}$/.test(digits) && port <= 65535 ? port : violation({ code: 'port-range', found: cut(digits) });
}

/** 'h1,h2,h3,h4,p1,p2' for PORT and 227. IPv4 alone: RangeError for anything else. */
export function formatPort(address: string, port: number): string {
  const octets = addressOctets(address);
  if (octets.length !== 4) throw new RangeError(`${address} does not fit PORT: it has room for IPv4 alone`);
  return [...octets, port >> 8, port & 255].join(',');
}

/** '|1|203.0.113.10|40549|', or '|2|...' for IPv6. */
export function formatEprt(address: string, port: number): string {
  return `|${family(address) === 4 ? 1 : 2}|${address}|${port}|`;
}

/** '|||50000|', which a 229 puts in parentheses. */
export function format229(port: number): string {
  return `|||${port}|`;
}
