/**
 * Whether a chain of certificates is to be trusted: by whom it is signed, for what, for whom and when (RFC 5280
 * section 6).
 */
import { equal } from '../../wire/octets';
import { isViolation } from '../../wire/violation';
import type { Primitives } from '../crypto/primitives';
import { isoOf } from './der';
import type { CertificateVerdict } from './verdict';
import { OIDS, readCertificate, USES, type X509 } from './x509';

interface Check {
  /** The peer's certificate first. */
  readonly chain: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  /** Seconds since 1970-01-01 00:00 UTC. */
  readonly now: number;
  /** Null: a name is not looked for. */
  readonly name: string | null;
  readonly use: keyof typeof USES;
}

const LONGEST = 8;
const VALID = { code: 'valid' } as const;

/**
 * The chain first (signatures, times, uses, up to a trusted authority), then the name (RFC 5280 section 6, RFC 9525).
 */
export function check(
  { chain, anchors, now, name, use }: Check,
  { verify }: Primitives,
): { readonly chain: CertificateVerdict; readonly name: CertificateVerdict } {
  const read = chain.slice(0, LONGEST).map(readCertificate);
  const trusted = anchors.map(readCertificate).filter((one): one is X509 => !isViolation(one));
  const [leaf] = read;
  if (leaf === undefined) return both({ code: 'absent' });
  const ill = read.find(isViolation);
  if (ill || isViolation(leaf)) return both({ code: 'malformed', why: ill?.why ?? null });
  const certificates = read as readonly X509[];
  const named: CertificateVerdict =
    name === null || matches(leaf, name) ? VALID : { code: 'wrong-host', names: namesOf(leaf), called: name };
  const answer = (chainVerdict: CertificateVerdict) => ({ chain: chainVerdict, name: named });
  if (leaf.uses && !leaf.uses.includes(USES[use]) && !leaf.uses.includes(OIDS.anyUse))
    return answer({ code: 'wrong-use' });
  const seen: X509[] = [];
  for (let current: X509 = leaf; seen.length < LONGEST;) {
    const at = current;
    const { issuer } = at;
    seen.push(at);
    if (trusted.some((anchor) => equal(anchor.tbs, at.tbs))) return answer(inTime(seen, now));
    const self = equal(issuer, at.subject);
    const signer =
      trusted.find((one) => equal(one.subject, issuer)) ??
      (self ? at : certificates.find((one) => !seen.includes(one) && equal(one.subject, issuer)));
    if (!signer) return answer({ code: 'unknown-ca', because: 'no-issuer' });
    if (!at.scheme || signer.key.kind === 'rsa' || signer.key.kind === 'other') return answer({ code: 'unsupported' });
    if (signer !== at && !signer.isAuthority) return answer({ code: 'not-an-authority' });
    if (!verify(at.scheme, signer.key.octets, at.tbs, at.signature)) return answer({ code: 'bad-signature' });
    if (signer === at)
      return answer(seen.length === 1 ? { code: 'self-signed' } : { code: 'unknown-ca', because: null });
    current = signer;
  }
  return answer({ code: 'unknown-ca', because: 'too-long' });
}

/** Whom it is for; a common name counts only where there are no names. */
function namesOf({ names, addresses, commonName }: X509): readonly string[] {
  const all = [...names, ...addresses];
  return all.length > 0 ? all : [commonName].filter((name) => name !== '');
}

const both = (one: CertificateVerdict) => ({ chain: one, name: one });

function inTime(chain: readonly X509[], now: number): CertificateVerdict {
  const over = chain.find(({ notAfter }) => now > notAfter);
  if (over) return { code: 'expired', when: isoOf(over.notAfter) };
  const early = chain.find(({ notBefore }) => now < notBefore);
  return early ? { code: 'not-yet-valid', when: isoOf(early.notBefore) } : VALID;
}
/**
 * RFC 9525 section 6.3: a wildcard stands for exactly the leftmost label. A common name no longer counts where there
 * are names.
 */
export function matches({ names, addresses, commonName }: X509, wanted: string): boolean {
  const name = wanted.toLowerCase().replace(/\.$/, '');
  if (/^[\d.]+$|:/.test(name)) return addresses.includes(name);
  const candidates = names.length > 0 || addresses.length > 0 ? names : [commonName.toLowerCase()];
  return candidates.some(
    (one) =>
      one === name || (one.startsWith('*.') && name.includes('.') && name.slice(name.indexOf('.')) === one.slice(1)),
  );
}
