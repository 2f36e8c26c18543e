/** The certificates and keys of identities.json, which are public: whoever trusts their authority trusts everybody. */
import { decodeBase64 } from '../wire/text/base64';
import { isViolation } from '../wire/violation';
import type { Identity } from './handshake/context';
import data from './identities.json';

export type IdentityName = keyof typeof data.identities;

const hexOctets = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
function der(text: string): Uint8Array {
  const octets = decodeBase64(text);
  return isViolation(octets) ? new Uint8Array(0) : octets;
}

/** The authority that the others are signed by. */
export const authority: Uint8Array = der(data.authority.certificate);
export const authorityKey = { kind: 'p256', secret: hexOctets(data.authorityKey.secret) } as const;

export function identity(name: IdentityName): Identity {
  const { chain, key } = data.identities[name];
  return { chain: chain.map(der), key: { kind: key.kind as Identity['key']['kind'], secret: hexOctets(key.secret) } };
}
