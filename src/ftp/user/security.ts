/**
 * TLS on a client's connections (RFC 4217): put on when its plan says so, with the session that its manners offer, and
 * what comes of it in the client's own words. The FTP client is the TLS client on data connections that the server
 * opens, too (section 7).
 */
import { NO_OCTETS } from '../../wire/octets';
import { initialReplyState } from '../../wire/ftp/reply';
import { call } from '../protocol/calls';
import type { Step } from '../profiles/client-profile';
import { fill } from './facts';
import type { UserTurn } from './session';
import type { Securing } from '../protocol/requests';
import type { Broken, Kept } from '../protocol/sessions';
import { remark } from '../protocol/reasons';

type SecureStep = Extract<Step, { readonly secure: unknown }>;

/**
 * The session that this client offers on a connection; none where its user or its habit is against it. The last is
 * taken out where it goes but once.
 */
function offered({ session }: UserTurn, on: SecureStep['secure']): { readonly session?: unknown } {
  const { setup, sessions } = session;
  const { resumes = 'never' } = setup.profile;
  if (
    setup.settings.security?.sessionReuse !== true ||
    resumes === 'never' ||
    (resumes === 'control' && on === 'control')
  )
    return {};
  const kept = sessions[resumes];
  if (resumes === 'last' && kept?.once) session.sessions = { ...sessions, last: null };
  return kept === null ? {} : { session: kept.session };
}

/** What came in clear after the reply to AUTH is nobody's word any more (RFC 4217 section 15, RFC 2228 section 3). */
function discard({ session, commands }: UserTurn): void {
  const { control } = session;
  const left = control.replies.length > 0 || control.rest.length > 0;
  if (left) commands.push({ ...remark({ code: 'clear-discarded' }), source: 'RFC 4217 15' });
  session.control = { ...control, rest: NO_OCTETS, replies: [], replyState: initialReplyState };
}

export function secure(turn: UserTurn, { secure: on, farewell = true }: SecureStep): void {
  const { session, commands } = turn;
  const silent = farewell ? {} : { farewell: false };
  if (on === 'data')
    return void commands.push(
      call('dtp', {
        name: 'secure',
        ...offered(turn, on),
        ...silent,
        ...(session.setup.profile.unwraps ? { unwraps: true } : {}),
      }),
    );
  const { name } = session.control;
  const input: Securing = { name, ...offered(turn, on), ...silent };
  discard(turn);
  commands.push({ type: 'secure', connection: name, layer: 'tls-client', input });
}

export function keep({ session }: UserTurn, from: 'control' | 'data', kept: Kept): void {
  session.sessions = { control: from === 'control' ? kept : session.sessions.control, last: kept };
}

/** The client's words for what it found: by what and which, by what alone, by which alone; or the layer's own name. */
function wordsFor(turn: UserTurn, name: string, detail: string): string {
  const { tlsErrors = {} } = turn.session.setup.profile;
  return fill(turn, tlsErrors[`${detail} ${name}`] ?? tlsErrors[detail] ?? tlsErrors[name] ?? name);
}

/**
 * Facts of a handshake that is done. `distrust` names what a client that checks by itself finds wrong with the
 * certificate.
 */
export function securedFacts(
  turn: UserTurn,
  { distrust, fingerprint }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const found = typeof distrust === 'string' ? distrust : '';
  turn.session.facts = { ...turn.session.facts, fingerprint: typeof fingerprint === 'string' ? fingerprint : '' };
  return { distrust: found, tlsError: found === '' ? '' : wordsFor(turn, '', found) };
}

const OF_THE_LAYER = ['', 'alert', 'stranger'];

export function brokenFacts(turn: UserTurn, { name, detail = '' }: Broken): Readonly<Record<string, string>> {
  return {
    tlsFault: name,
    tlsError: wordsFor(turn, name, detail),
    distrust: OF_THE_LAYER.includes(detail) ? '' : detail,
  };
}
