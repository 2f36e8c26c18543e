/**
 * How a server chooses from a ClientHello: version, suite, group, session (RFC 8446 section 4.1.1; RFC 5246 section
 * 7.4.1.3).
 */
import { fault, isFault, type Fault } from '../messages/alerts';
import { schemeFor } from '../handshake/authenticate';
import { isViolation } from '../messages/codec';
import { versionsOf, type ServerContext } from '../handshake/context';
import { clock, hashOf, type Draft } from '../handshake/draft';
import { find, has } from '../messages/extensions';
import { bodies } from '../messages/extension-bodies';
import type { ClientHello } from '../messages/messages';
import { NO_OCTETS, equal } from '../../wire/octets';
import { hash, hashLength, isPerformedGroup, suiteOf, type HashName, type PerformedGroup } from '../crypto/primitives';
import { groups, nameOf, suites, versionName, versionNumbers, type Version } from '../messages/registry';
import { binderKey, finishedData } from '../crypto/schedule';
import { isFresh, openTicket, type Session } from '../handshake/session';

type D = Draft<ServerContext>;
export type Choice = 'chooses 1.3' | 'asks for another key' | 'chooses 1.2' | 'resumes 1.2';

/** A field of the hello, where it is there and can be read (the hello was checked before). */
const ask = <T>(
  hello: ClientHello,
  ...[name, layout]: [Parameters<typeof find<T>>[1], Parameters<typeof find<T>>[2]]
): T | null => {
  const found = find(hello.extensions, name, layout);
  return found === null || isViolation(found) ? null : found;
};

/** Chooses, and keeps the choice in the draft. */
export function choose(draft: D): Choice | Fault {
  const { c } = draft;
  const hello = c.clientHello;
  if (!hello) return fault('internal_error', { code: 'no-hello-came' });
  const version = chooseVersion(c, hello);
  if (isFault(version)) return version;
  c.version = version;
  const names = ask(hello, 'server_name', bodies.serverNames);
  c.serverName = names?.[0] ? String.fromCharCode(...names[0].hostName) : null;
  const suite = chooseSuite(c, hello, version);
  const alpn = chooseProtocol(c, hello);
  if (isFault(suite) || isFault(alpn)) return isFault(suite) ? suite : (alpn as Fault);
  if (c.retried && c.suite !== suite) return fault('illegal_parameter', { code: 'second-hello-suite' });
  c.suite = suite;
  c.alpn = alpn;
  return version === '1.3' ? choose13(draft, hello) : choose12(draft, hello);
}

function chooseVersion(c: ServerContext, hello: ClientHello): Version | Fault {
  const ours = versionsOf(c.own.profile.versions, c.own.versions).filter(
    (version): version is Version => version === '1.3' || version === '1.2',
  );
  const listed = ask(hello, 'supported_versions', bodies.versions);
  const theirs =
    listed ??
    Object.values(versionNumbers).filter((number) => number <= hello.legacyVersion && number <= versionNumbers['1.2']);
  const found = (['1.3', '1.2'] as const).find(
    (version) => ours.includes(version) && theirs.includes(versionNumbers[version]),
  );
  if (!found)
    return fault('protocol_version', {
      code: 'no-shared-version',
      theirs: theirs.length > 0 ? theirs.map(versionName) : [versionName(hello.legacyVersion)],
      ours: ours.map((version) => `TLS ${version}`),
    });
  if (hello.cipherSuites.includes(suites.TLS_FALLBACK_SCSV) && found === '1.2' && ours.includes('1.3'))
    return fault('inappropriate_fallback', { code: 'needless-fallback' });
  return found;
}

function chooseSuite(c: ServerContext, hello: ClientHello, version: Version): number | Fault {
  if (version === '1.3' ? hello.legacyCompressionMethods.join() !== '0' : !hello.legacyCompressionMethods.includes(0))
    return fault('illegal_parameter', { code: 'compression-offered' });
  const usable = (number: number): boolean => suiteOf(number)?.version === version;
  const ours = c.own.profile.suites.map((name) => suites[name] as number).filter(usable);
  const theirs = hello.cipherSuites.filter(usable);
  const [first, second] = c.own.profile.prefersOwnOrder ? [ours, theirs] : [theirs, ours];
  return (
    first.find((number) => second.includes(number)) ??
    fault('handshake_failure', {
      code: 'no-shared-cipher',
      offered: hello.cipherSuites.map((number) => nameOf(suites, number)),
    })
  );
}

function chooseProtocol(c: ServerContext, hello: ClientHello): string | null | Fault {
  const theirs = ask(hello, 'application_layer_protocol_negotiation', bodies.protocols)?.map((octets) =>
    String.fromCharCode(...octets),
  );
  if (!theirs || !c.own.alpn) return null;
  return (
    c.own.alpn.find((one) => theirs.includes(one)) ??
    fault('no_application_protocol', { code: 'no-shared-protocol', offered: theirs })
  );
}

const groupsOf = (c: ServerContext): readonly PerformedGroup[] => c.own.profile.groups.filter(isPerformedGroup);

function choose13(draft: D, hello: ClientHello): Choice | Fault {
  const { c } = draft;
  const theirs = ask(hello, 'supported_groups', bodies.groups);
  const shares = ask(hello, 'key_share', bodies.keyShares);
  const psk = choosePsk(draft, hello);
  if (isFault(psk)) return psk;
  if (!theirs || !shares) return fault('missing_extension', { code: 'no-groups' });
  if (!psk) {
    const schemes = ask(hello, 'signature_algorithms', bodies.schemes);
    if (!schemes) return fault('missing_extension', { code: 'no-schemes' });
    if (!schemeFor(c.own.identity, schemes)) return fault('handshake_failure', { code: 'no-shared-scheme' });
  }
  c.session = psk ? psk.session : null;
  c.pskIndex = psk ? psk.index : null;
  c.resumed = psk !== null;
  return chooseGroup(c, theirs, shares);
}

/** Of the keys that came the first that is of a group of ours; else which one to ask for. */
function chooseGroup(
  c: D['c'],
  theirs: readonly number[],
  shares: readonly { readonly group: number; readonly keyExchange: Uint8Array }[],
): Choice | Fault {
  const share = shares.find(({ group }) => groupsOf(c).some((name) => groups[name] === group));
  if (share) {
    const group = nameOf(groups, share.group) as PerformedGroup;
    if (!theirs.includes(share.group) || (c.retried && c.group !== null && c.group !== group))
      return fault('illegal_parameter', { code: 'key-share-unasked', group });
    c.group = group;
    c.clientShare = share.keyExchange;
    return 'chooses 1.3';
  }
  const wanted = groupsOf(c).find((name) => theirs.includes(groups[name]));
  if (!wanted) return fault('handshake_failure', { code: 'no-shared-group' });
  if (c.retried) return fault('illegal_parameter', { code: 'second-hello-key' });
  c.group = wanted;
  return 'asks for another key';
}

/** The first ticket that is ours, fresh, and goes with the suite; its binder must verify (section 4.2.11.2). */
function choosePsk(
  { c, now }: D,
  hello: ClientHello,
): { readonly session: Session; readonly index: number } | null | Fault {
  const offered = ask(hello, 'pre_shared_key', bodies.offeredPsks);
  if (!offered) return null;
  if (hello.extensions.at(-1)?.type !== 41) return fault('illegal_parameter', { code: 'psk-not-last' });
  const modes = ask(hello, 'psk_key_exchange_modes', bodies.pskModes);
  if (!modes) return fault('missing_extension', { code: 'no-psk-modes' });
  if (offered.identities.length !== offered.binders.length)
    return fault('illegal_parameter', { code: 'binders-missing' });
  const name = hashOf(c);
  for (const [index, { identity }] of offered.identities.entries()) {
    const session = openTicket(identity, c.own.ticketKey);
    if (!session || !modes.includes(1) || !isUsable(session, name, clock({ now }))) continue;
    const tail = offered.binders.reduce((sum, binder) => sum + 1 + binder.length, 2);
    const digest = hash(name, c.transcript.subarray(0, c.transcript.length - tail));
    const binder = offered.binders[index] ?? NO_OCTETS;
    if (
      binder.length !== hashLength(name) ||
      !equal(binder, finishedData(name, binderKey(name, session.secret), digest))
    )
      return fault('decrypt_error', { code: 'binder-unverified' });
    return { session, index };
  }
  return null;
}

const isUsable = (session: Session, name: HashName, at: number): boolean =>
  session.version === '1.3' && suiteOf(session.suite)?.hash === name && isFresh(session, at);

function choose12(draft: D, hello: ClientHello): Choice | Fault {
  const { c } = draft;
  const theirs = ask(hello, 'supported_groups', bodies.groups);
  c.extendedMasterSecret = has(hello.extensions, 'extended_master_secret');
  const session = session12(draft, hello);
  const wantsTickets = has(hello.extensions, 'session_ticket') && c.own.profile.tickets.octets12 > 0;
  if (session && session.suite === c.suite && session.extendedMasterSecret === c.extendedMasterSecret) {
    c.session = session;
    c.resumed = true;
    c.sessionId = hello.legacySessionId;
    c.announcesTicket = false;
    return 'resumes 1.2';
  }
  c.group = groupsOf(c).find((name) => !theirs || theirs.includes(groups[name])) ?? null;
  if (!c.group) return fault('handshake_failure', { code: 'no-shared-group' });
  const schemes = ask(hello, 'signature_algorithms', bodies.schemes);
  if (schemes && !schemeFor(c.own.identity, schemes)) return fault('handshake_failure', { code: 'no-shared-scheme' });
  c.announcesTicket = wantsTickets;
  c.sessionId = wantsTickets || !c.own.profile.keepsSessions ? NO_OCTETS : (c.drawn['sessionId'] ?? NO_OCTETS);
  return 'chooses 1.2';
}

/** By ticket where one came, else by id. */
function session12(draft: D, hello: ClientHello): Session | null {
  const { c } = draft;
  const ticket = ask(hello, 'session_ticket', bodies.ticket);
  const kept =
    ticket && ticket.length > 0
      ? openTicket(ticket, c.own.ticketKey)
      : c.own.sessions?.find((one) => one.sessionId.length > 0 && equal(one.sessionId, hello.legacySessionId));
  return kept && kept.version === '1.2' && isFresh(kept, clock(draft)) && hello.cipherSuites.includes(kept.suite)
    ? kept
    : null;
}
