/** Who the peer is: its certificate against what is trusted, and its signature against the certificate's key. */
import { fault, type Fault } from '../messages/alerts';
import { isViolation } from '../messages/codec';
import type { ClientContext, Identity, ServerContext } from './context';
import { clock, type Draft } from './draft';
import { isPerformedScheme, schemesOf, type PerformedScheme, type Primitives } from '../crypto/primitives';
import { nameOf, signatureSchemes } from '../messages/registry';
import { ALERT_OF, type CertificateVerdict } from '../certificates/verdict';
import { readCertificate } from '../certificates/x509';
import { check } from '../certificates/check';

/** How an identity signs for a peer that verifies these; null where it cannot. */
export function schemeFor({ key }: Identity, schemes: readonly number[]): PerformedScheme | null {
  const scheme = schemesOf[key.kind];
  return schemes.includes(signatureSchemes[scheme]) ? scheme : null;
}

/** A key that we could never verify a signature with ends the handshake, whatever is trusted. */
function keyFault(chain: readonly Uint8Array[]): Fault | null {
  const leaf = chain[0] && readCertificate(chain[0]);
  if (leaf === undefined) return null;
  if (isViolation(leaf)) return fault('bad_certificate', { code: 'certificate-unreadable', rule: leaf.violation });
  return leaf.key.kind === 'rsa' || leaf.key.kind === 'other'
    ? fault('unsupported_certificate', { code: 'certificate-key', kind: leaf.key.kind })
    : null;
}

const refusal = ({ code }: CertificateVerdict): Fault =>
  fault(
    code === 'valid' ? 'certificate_unknown' : ALERT_OF[code],
    { code: 'certificate-refused', verdict: code },
    code,
  );

/** Keeps the server's chain and what a check of it came to; a fault where the client refuses it in the handshake. */
export function checkServer(
  draft: Draft<ClientContext>,
  chain: readonly Uint8Array[],
  crypto: Primitives,
): Fault | null {
  const { c } = draft;
  if (chain.length === 0) return fault('decode_error', { code: 'no-server-certificate' });
  const wrong = keyFault(chain);
  if (wrong) return wrong;
  const { anchors, serverName, profile } = c.own;
  const checks = c.own.checks ?? profile.checks;
  const found = check({ chain, anchors, now: clock(draft) / 1000, name: serverName, use: 'server' }, crypto);
  c.peerChain = chain;
  c.verdict = found.chain.code === 'valid' ? found.name : found.chain;
  if (checks.chain === 'handshake' && found.chain.code !== 'valid') return refusal(found.chain);
  return checks.name === 'handshake' && found.name.code !== 'valid' ? refusal(found.name) : null;
}

/** The same for a client's chain, which may be absent. */
export function checkClient(
  draft: Draft<ServerContext>,
  chain: readonly Uint8Array[],
  crypto: Primitives,
): Fault | null {
  const { c } = draft;
  const required = (c.own.clientCertificate ?? c.own.profile.clientCertificate) === 'required';
  if (chain.length === 0)
    return required
      ? fault(c.version === '1.3' ? 'certificate_required' : 'handshake_failure', { code: 'no-client-certificate' })
      : null;
  const wrong = keyFault(chain);
  if (wrong) return wrong;
  const found = check(
    { chain, anchors: c.own.anchors ?? [], now: clock(draft) / 1000, name: null, use: 'client' },
    crypto,
  );
  c.peerChain = chain;
  c.verdict = found.chain;
  return required && found.chain.code !== 'valid' ? refusal(found.chain) : null;
}

interface Signed {
  readonly algorithm: number;
  readonly signature: Uint8Array;
}

/** Whether the peer's signature over `content` is by its certificate's key, with an algorithm that we offered. */
export function signatureFault(
  c: ClientContext | ServerContext,
  { algorithm, signature }: Signed,
  content: Uint8Array,
  { verify }: Primitives,
): Fault | null {
  const name = nameOf(signatureSchemes, algorithm);
  const leaf = c.peerChain[0] && readCertificate(c.peerChain[0]);
  if (!leaf || isViolation(leaf)) return fault('unexpected_message', { code: 'signature-without-certificate' });
  if (!(c.own.profile.schemes as readonly string[]).includes(name) || !isPerformedScheme(name))
    return fault('illegal_parameter', { code: 'signature-scheme', scheme: name });
  // In 1.2 the curve is free (RFC 5246 section 7.4.1.4.1); in 1.3 it belongs to the scheme (RFC 8446 section 4.2.3).
  const kind = leaf.key.kind as 'p256' | 'p384' | 'ed25519';
  const fits = schemesOf[kind] === name || (c.version === '1.2' && kind !== 'ed25519' && name !== 'ed25519');
  if (!fits) return fault('illegal_parameter', { code: 'key-does-not-sign', key: leaf.key.kind, scheme: name });
  return verify(name, leaf.key.octets, content, signature)
    ? null
    : fault('decrypt_error', { code: 'signature-unverified' });
}
