/**
 * What a line of a log can be a sign of, as a table. A sign also counts under its name and the stage that the session
 * was in, as `timedOut@passive`: what matters of a timeout is what was being waited for. Several rows may give one
 * sign. No pattern looks ahead without bounds: a line costs a fixed multiple of its length.
 */
import type { Line, Speaker } from './lines';

interface Sign {
  readonly name: string;
  readonly by: Speaker;
  readonly pattern: RegExp;
  /** Only in answer to such a command. */
  readonly to?: RegExp;
}

/** How far a session is: nothing yet, TCP open, greeted, waiting for a passive or for an active data connection. */
export type Stage = 'dialling' | 'connected' | 'greeted' | 'passive' | 'active';

interface Step {
  readonly by: Speaker;
  readonly pattern: RegExp;
  readonly stage: Stage;
  readonly from?: readonly Stage[];
}

export const STAGES: readonly Step[] = [
  { by: 'note', pattern: /^(?:Connected to |Connection established)/, stage: 'connected', from: ['dialling'] },
  { by: 'server', pattern: /^(?:220|226|250)[ -]/, stage: 'greeted' },
  { by: 'server', pattern: /^22[789] /, stage: 'passive' },
  { by: 'client', pattern: /^(?:PORT|EPRT) /, stage: 'active' },
  { by: 'client', pattern: /^(?:PASV|EPSV)\b/, stage: 'greeted' },
  // Python's traceback says where it was even when nobody asked for the dialogue.
  {
    by: 'note',
    pattern: /^\s+File [^,]{1,200}ftplib\.py", line \d+, in ntransfercmd/,
    stage: 'passive',
    from: ['dialling'],
  },
];

const TIMED_OUT = /timed[- ]out|connect(?:ion)? time-?out|\bTimeout - |TimeoutError|ETIMEDOUT|Timeout was reached/;

const LOGIN = /^(?:USER|PASS|ACCT)\b/;
const TLS_WORDS = /\b(?:cleartext|encrypt\w*|TLS|SSL|secure)\b/i;

export const SIGNS: readonly Sign[] = [
  {
    name: 'dialled',
    by: 'note',
    pattern: /^(?:Trying |Connecting to |Connected to |connect to )|ftplib\.py", line \d+, in connect$/,
  },
  {
    name: 'timedOut',
    by: 'note',
    pattern: new RegExp(String.raw`^(?!.*\b4\d\d[ -][A-Z]).{0,300}(?:${TIMED_OUT.source})`, 'i'),
  },
  { name: 'refused', by: 'note', pattern: /Connection refused(?!: too many)|ECONNREFUSED|actively refused/i },
  {
    name: 'unreachable',
    by: 'note',
    pattern: /No route to host|(?:host|network|destination) (?:is )?unreachable|EHOSTUNREACH|ENETUNREACH/i,
  },
  {
    name: 'curlDataTimeout',
    by: 'note',
    pattern: /^curl: \(28\) (?:Failed to connect to .{1,200} Couldn't connect to server|Connection time-out)/,
  },
  { name: 'curlControlTimeout', by: 'note', pattern: /^curl: \(28\) .{1,200} Timeout was reached/ },

  { name: 'denied', by: 'server', to: LOGIN, pattern: /^530[ -]/ },
  { name: 'denied', by: 'note', pattern: /^curl: \(67\)|\b530 (?:Login|User|Authentication)/i },
  { name: 'deniedInWords', by: 'server', pattern: /^530[ -].{0,40}(?:incorrect|authentication failed|cannot log in)/i },
  {
    name: 'deniedInWords',
    by: 'note',
    pattern: /\b530[ -].{0,40}(?:incorrect|authentication failed|cannot log in)|FAIL LOGIN/i,
  },
  { name: 'tooMany', by: 'server', pattern: /^(?:421|530)[ -].{0,60}(?:too many|maximum number)/i },
  {
    name: 'tooMany',
    by: 'note',
    pattern: /(?:\b(?:421|530)[ -].{0,60}|sessions? )(?:too many|maximum number)|too many sessions/i,
  },
  { name: 'idle', by: 'server', pattern: /^421[ -].{0,40}(?:time-?out|idle|inactiv)/i },
  { name: 'idle', by: 'note', pattern: /\b421[ -].{0,40}(?:time-?out|idle|inactiv)/i },

  { name: 'portRefused', by: 'server', to: /^(?:PORT|EPRT) /, pattern: /^5\d\d / },
  { name: 'portRefused', by: 'server', pattern: /^50\d (?:Illegal (?:PORT|EPRT) command|I won't open a connection)/i },
  {
    name: 'portRefused',
    by: 'note',
    pattern: /\b50\d (?:Illegal (?:PORT|EPRT) command|I won't open a connection)|^curl: \(30\)/i,
  },
  { name: 'portForbidden', by: 'server', to: /^(?:PORT|EPRT) /, pattern: /^(?:550|502) / },
  { name: 'passiveRefused', by: 'server', to: /^(?:PASV|EPSV)\b/, pattern: /^5(?!30|00 OOPS)\d\d / },
  { name: 'noData', by: 'server', pattern: /^425 / },
  { name: 'noData', by: 'note', pattern: /\b425 [A-Z]|^curl: \((?:10|12|19)\)/ },
  { name: 'noDataRefused', by: 'server', pattern: /^425 .{0,80}(?:refused|unreachable|no route)/i },
  { name: 'noDataRefused', by: 'note', pattern: /\b425 .{0,80}(?:refused|unreachable|no route)/i },
  { name: 'mismatch', by: 'note', pattern: /Passive mode address mismatch|unroutable address\. Passive mode failed/ },
  { name: 'mended227', by: 'note', pattern: /^Skip \S+ for data connection|unroutable address\. Using server address/ },
  { name: 'mended227', by: 'note', pattern: /Address returned by PASV seems to be incorrect/ },
  { name: 'accepted', by: 'note', pattern: /^Connection accepted from server/ },
  { name: 'oopsBind', by: 'server', to: /^(?!PASV|EPSV)/, pattern: /^500 OOPS: vsf_sysutil_bind/ },
  { name: 'noPassivePort', by: 'server', to: /^(?:PASV|EPSV)\b/, pattern: /^500 OOPS: vsf_sysutil_bind/ },
  { name: 'noPassivePort', by: 'note', pattern: /^(?:curl: \(13\) )?Bad PASV\/EPSV response: 500/ },
  {
    name: 'otherSource',
    by: 'server',
    pattern: /^425 (?:Security: Bad IP connecting|You must connect data sockets from the same IP)/,
  },
  {
    name: 'otherSource',
    by: 'note',
    pattern: /\b425 (?:Security: Bad IP connecting|You must connect data sockets from the same IP)/,
  },
  { name: 'began', by: 'server', pattern: /^1[25][05] / },
  { name: 'ended', by: 'server', pattern: /^(?:226|250|4\d\d|5\d\d) /, to: /^(?:RETR|STOR|APPE|LIST|NLST|MLSD)\b/ },
  { name: 'reset', by: 'note', pattern: /Connection reset by peer|ECONNRESET|\b10054\b/ },
  { name: 'responseTimedOut', by: 'note', pattern: /FTP response timeout/ },
  { name: 'oopsBind', by: 'note', pattern: /500 OOPS: vsf_sysutil_bind/ },

  { name: 'authAsked', by: 'client', pattern: /^AUTH (?:TLS|SSL)/i },
  { name: 'userAsked', by: 'client', pattern: /^USER /i },
  { name: 'tlsOn', by: 'server', pattern: /^234[ -]/ },
  { name: 'tlsOn', by: 'note', pattern: /^SSL connection using|TLS connection established/i },
  { name: 'authRefused', by: 'server', to: /^AUTH /i, pattern: /^[45]\d\d / },
  { name: 'authRefused', by: 'note', pattern: /Requested SSL level failed|server does not support or allow SSL/ },
  {
    name: 'tlsDemanded',
    by: 'server',
    to: /^(?!AUTH)/i,
    pattern: new RegExp(String.raw`^(?:421|521|530|534|550)[ -].{0,80}${TLS_WORDS.source}`, 'i'),
  },
  {
    name: 'tlsDemanded',
    by: 'note',
    pattern: new RegExp(String.raw`\b(?:421|521|530|534|550)[ -].{0,80}${TLS_WORDS.source}`, 'i'),
  },
  {
    name: 'reuseDemanded',
    by: 'server',
    pattern: /^(?:425|450|522)[ -].{0,80}(?:session reuse|session (?:was )?not (?:reused|resumed))/i,
  },
  {
    name: 'reuseDemanded',
    by: 'note',
    pattern: /\b(?:425|450|522)[ -].{0,80}session reuse|No SSL session reuse on data channel/i,
  },
  { name: 'notPermitted', by: 'server', pattern: /^425 .{0,80}Operation not permitted/ },
  {
    name: 'untrusted',
    by: 'note',
    pattern: /unable to get local issuer|self.signed certificate|CERTIFICATE_VERIFY_FAILED/i,
  },
  { name: 'untrusted', by: 'note', pattern: /certificate is NOT trusted|alert unknown ca\b/i },
  {
    name: 'wrongVersion',
    by: 'note',
    pattern: /wrong version number|WRONG_VERSION_NUMBER|An unexpected TLS packet was received|Received unexpected TLS/,
  },
  { name: 'helloAsCommand', by: 'client', pattern: /^(?![A-Za-z]{3,4}\b)[^ ]{0,40}\?{6}/ },
  {
    name: 'oldTls',
    by: 'note',
    pattern: /alert protocol version|unsupported protocol|no protocols available|TLSV1_ALERT_PROTOCOL_VERSION/i,
  },

  { name: 'notWritable', by: 'server', to: /^(?:STOR|STOU|APPE|DELE|MKD|RMD|RNFR|RNTO|SITE)\b/, pattern: /^55[03] / },
  { name: 'notWritable', by: 'note', pattern: /^curl: \(25\)/ },
  { name: 'noFile', by: 'server', to: /^(?:RETR|SIZE|MDTM)\b/, pattern: /^550 / },
  { name: 'noFile', by: 'note', pattern: /^curl: \(78\)/ },
  { name: 'noDirectory', by: 'server', to: /^CWD\b/, pattern: /^550 / },
  { name: 'noDirectory', by: 'note', pattern: /^curl: \(9\)|\b550 Failed to change directory/ },
];

export const SIGNS_OF: Readonly<Record<Speaker, readonly Sign[]>> = {
  client: SIGNS.filter(({ by }) => by === 'client'),
  server: SIGNS.filter(({ by }) => by === 'server'),
  note: SIGNS.filter(({ by }) => by === 'note'),
};

/** The stage after a line. */
export function stageAfter(stage: Stage, line: Line): Stage {
  const step = STAGES.find(
    ({ by, pattern, from }) => by === line.by && (from?.includes(stage) ?? true) && pattern.test(line.text),
  );
  return step?.stage ?? stage;
}
