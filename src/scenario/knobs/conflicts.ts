/** Values that no scenario may combine, by the knob that complains, with the reason. */
import { tooMuchWork } from '../values/actions';
import type { KnobName, Values } from './table';

type Conflict = (value: Values) => string | null;

/** Clients that were built without TLS. */
const WITHOUT_TLS: readonly string[] = ['tnftp', 'ftp.exe', 'nmap'];

export const conflicts: { readonly [N in KnobName]?: Conflict } = {
  dataMode(value) {
    const mode = value('dataMode');
    if (value('ipVersion') !== 6 || (mode !== 'PORT' && mode !== 'PASV')) return null;
    return `${mode} can only name an IPv4 address; on IPv6 use ${mode === 'PORT' ? 'EPRT' : 'EPSV'}`;
  },

  security(value) {
    const [security, client] = [value('security'), value('client.software')];
    if (security !== 'none')
      return WITHOUT_TLS.includes(client)
        ? `${client} speaks no TLS; curl, lftp, ftplib, filezilla and openssl do`
        : null;
    return client === 'openssl'
      ? 'openssl (s_client) speaks TLS and nothing else; set security to explicit or implicit'
      : null;
  },

  'tls.clientMaxTls'(value) {
    const [oldest, newest] = [value('tls.clientMinTls'), value('tls.clientMaxTls')];
    return value('security') !== 'none' && oldest !== null && newest !== null && oldest > newest
      ? "the client's oldest TLS is newer than its newest"
      : null;
  },

  'faults.thief': (value) =>
    value('faults.thief') === 'tls' && value('server.tls') === 'off'
      ? 'a thief who speaks TLS needs a server that does'
      : null,

  'scanner.work'(value) {
    const work = value('scanner.work');
    return work === null || (work.length === 1 && work[0]?.op === 'scan')
      ? null
      : "a scanner's work is one scan, as in 'scan syn 21,50020-50045'";
  },

  actions(value) {
    const [work, client] = [value('actions'), value('client.software')];
    const much = tooMuchWork(work);
    if (much !== null) return much;
    const scans = work.some(({ op }) => op === 'scan');
    if (client !== 'nmap') return scans ? `${client} is no scanner; the client nmap is one` : null;
    return scans && work.length === 1 ? null : "nmap is a scanner: its work is one scan, as in 'scan syn 20-22,50020'";
  },
};
