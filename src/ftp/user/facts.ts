/** What a client's plan may ask for by name: some facts are found when asked, all others a plan sets, or an event. */
import type { Endpoint } from '../../machine/contract';
import { family } from '../../wire/packet/address';
import { formatEprt, formatPort } from '../../wire/ftp/host-port';
import { replyLines, type Reply } from '../../wire/ftp/reply';
import { timeValue } from '../files/listing';
import type { UserTurn } from './session';

const quotedPath = (text: string): string => (/"((?:[^"]|"")*)"/.exec(text)?.[1] ?? '').replace(/""/g, '"');

/** Seconds since the transfer began, and at least a microsecond. */
const elapsed = ({ session, event }: UserTurn): number => Math.max(1, event.at - session.transferred) / 1e6;

/** Octets a second as BSD's ftp writes it: '13.03 KiB/s'. */
function rate(octets: number, seconds: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let at = octets / seconds >= 1 ? 1 : 0;
  let value = at === 1 ? octets / seconds / 1024 : octets / seconds;
  for (; value >= 1024 && at < units.length - 1; at += 1) value /= 1024;
  return `${value.toFixed(2)} ${units[at] ?? ''}/s`;
}

/** 'MM:SS' of a span of whole seconds. */
const clock = (seconds: number): string =>
  [seconds / 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');

const found: Readonly<Record<string, (turn: UserTurn) => string>> = {
  user: ({ session }) => session.setup.user,
  password: ({ session }) => session.setup.password,
  rightPassword: ({ session: { setup } }) => setup.rightPassword ?? setup.password,
  server: ({ session }) => session.setup.server.name,
  serverAddress: ({ session }) => session.setup.server.address,
  port: ({ session }) => String(session.setup.server.port),
  dataMode: ({ session }) => session.setup.dataMode,
  ipVersion: ({ session }) => String(session.setup.ipVersion),
  connectTimeout: ({ session: { setup } }) =>
    String(setup.settings.connectTimeout ?? setup.profile.defaults.connectTimeout),
  replyTimeout: ({ session: { setup } }) =>
    String(
      setup.settings.connectTimeout ?? setup.profile.defaults.replyTimeout ?? setup.profile.defaults.connectTimeout,
    ),
  wishedType: ({ session: { setup } }) => setup.settings.fileType ?? '',
  fileLetter: ({ session: { setup } }) => setup.settings.fileType ?? 'I',
  /** The type of files that the user has set last, or told the program from the start. */
  letterNow: ({ session: { setup, facts } }) => facts['letterSet'] || (setup.settings.fileType ?? 'I'),
  /** How TLS is asked for, and of what: RFC 4217. */
  security: ({ session: { setup, facts } }) =>
    facts['gaveIn'] === 'yes' ? 'none' : (setup.settings.security?.how ?? 'none'),
  insists: ({ session: { setup } }) => (setup.settings.security?.insists === false ? 'no' : 'yes'),
  protectData: ({ session: { setup } }) => (setup.settings.security?.protectData ? 'yes' : 'no'),
  clearControl: ({ session: { setup } }) => (setup.settings.security?.clearControlAfterLogin ? 'yes' : 'no'),
  /** Octets that came after the reply that was read last. */
  early: ({ session: { control } }) => (control.replies.length > 0 || control.rest.length > 0 ? 'yes' : 'no'),
  method: ({ session: { setup } }) => setup.settings.method ?? '',
  createDirs: ({ session: { setup } }) => (setup.settings.createDirs ? 'yes' : 'no'),
  /** Seconds that an action may take in all; 0 is for ever. */
  maxTime: ({ session: { setup } }) => String(setup.settings.maxTime ?? 0),
  connected: ({ session }) => (session.control.open === true ? 'yes' : 'no'),
  failedBefore: ({ session }) => (session.stopped ? 'yes' : 'no'),
  /** Octets of the file here that is fetched or sent. */
  localSize: ({ session, event }) => String(event.files.get(`/${session.facts['local'] ?? ''}`)?.octets.length ?? ''),
  /** The folder of the path, without '/' at its end. */
  directoryName: ({ session: { facts } }) => (facts['directoryPath'] ?? '').replace(/\/$/, ''),
  /** Octets that are left of a file of the expected size behind the offset. */
  left({ session: { facts } }) {
    const left = Number(facts['expected'] ?? 0) - Number(facts['offset'] ?? 0);
    return left < 0 ? 'below' : String(left);
  },
  /** The path as a folder's, with '/' at its end. */
  folderPath: ({ session: { facts } }) => (facts['path'] ?? '').replace(/([^/])$/, '$1/'),
  /** And without. */
  folder: ({ session: { facts } }) => (facts['path'] ?? '').replace(/\/$/, ''),
  localFile: ({ session, event }) =>
    event.files.get(`/${session.facts['path'] ?? ''}`)?.type === 'file' ? 'yes' : 'no',
  /** When the file to upload was modified, as MFMT writes it. */
  localTime: ({ session, event }) => timeValue(event.files.get(`/${session.facts['path'] ?? ''}`)?.modified ?? 0),
  /** Milliseconds since the action began. */
  ms: ({ session, event }) => String(Math.floor((event.at - session.began) / 1000)),
  elapsed: (turn) => clock(elapsed(turn)),
  rate: (turn) => rate(Number(turn.session.facts['size'] ?? 0), elapsed(turn)),
  /** The directory that a 257 names (RFC 959 appendix II). */
  quoted: ({ session }) => quotedPath(session.facts['text'] ?? ''),
  /** The system that a 215 names first. */
  system: ({ session }) => (session.facts['text'] ?? '').split(' ')[0] ?? '',
  /** Whether the reply's text holds the name of what was asked for. */
  replyNamesTarget: ({ session: { facts } }) => ((facts['text'] ?? '').includes(facts['target'] ?? '') ? 'yes' : 'no'),
  /** Octets that were announced and did not come. */
  missing: ({ session: { facts } }) =>
    String(facts['expected'] === '' ? 0 : Math.max(0, Number(facts['expected']) - Number(facts['size'] ?? 0))),
  /** The client's own words for what its system said. */
  error: ({ session: { setup, facts } }) => setup.profile.errors?.[facts['reason'] ?? ''] ?? facts['reason'] ?? '',
  dataAddress: ({ session }) => session.dataRemote?.address ?? '',
  dataPort: ({ session }) => String(session.dataRemote?.port ?? ''),
};

/** Facts that events and the user's wishes leave; besides these, plans name their own. */
export const factNames: readonly string[] = [
  ...Object.keys(found),
  'path',
  'typedPath',
  'directoryPath',
  'directory',
  'file',
  'local',
  'offset',
  'to',
  'from',
  'letter',
  'line',
  'seconds',
  'style',
  'continue',
  'code',
  'text',
  'reply',
  'late',
  'reason',
  'size',
  'listing',
  'oddLine',
  'hostPort',
  'extendedHostPort',
  'exit',
  'complaint',
  'distrust',
  'fingerprint',
  'tlsFault',
  'tlsError',
];

export function fact(turn: UserTurn, name: string): string {
  return found[name]?.(turn) ?? turn.session.facts[name] ?? '';
}

export function fill(turn: UserTurn, text: string): string {
  return text.includes('{') ? text.replace(/\{([\w.]+)\}/g, (_, name: string) => fact(turn, name)) : text;
}

/** What the port that we listen on is called in PORT and EPRT. */
export function portFacts(local: Endpoint): Readonly<Record<string, string>> {
  return {
    hostPort: family(local.address) === 4 ? formatPort(local.address, local.port) : '',
    extendedHostPort: formatEprt(local.address, local.port),
  };
}

/** What a reply leaves: its code, the text of its first line, and all of it as it stood on the wire. */
export function replyFacts(reply: Reply): Readonly<Record<string, string>> {
  return { code: String(reply.code), text: reply.lines[0] ?? '', reply: replyLines(reply).join('\n') };
}
