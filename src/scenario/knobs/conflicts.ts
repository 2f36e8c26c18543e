/** Values that no scenario may combine, by the knob that complains. */
import type { Excess } from '../../wire/caps';
import type { Action } from '../../ftp/protocol/requests';
import { abilities } from '../../ftp/profiles/abilities';
import { tooMuchWork } from '../values/actions';
import type { KnobName, KnobValues, Values } from './table';

export type Conflict =
  | { readonly code: 'names-ipv4-alone'; readonly mode: KnobValues['dataMode'] }
  | {
      readonly code: 'client-cannot';
      readonly client: KnobValues['client.software'];
      readonly action: string;
    }
  | { readonly code: 'client-without-tls' | 'client-is-no-scanner'; readonly client: KnobValues['client.software'] }
  | {
      readonly code:
        | 'client-speaks-tls-alone'
        | 'oldest-tls-is-newer'
        | 'thief-needs-tls'
        | 'scanner-scans-once'
        | 'nmap-scans-once'
        | 'parts-at-once';
    }
  | Excess;

/** Clients that were built without TLS. */
const WITHOUT_TLS: readonly string[] = ['tnftp', 'ftp.exe', 'nmap'];

/** lftp fetches in parts that are no smaller than this (pget:min-chunk-size). */
const PART = 2 ** 20;

const inParts = (action: Action): boolean => action.op === 'pget' && action.parts > 1 && action.bytes >= 2 * PART;

export const conflicts: { readonly [N in KnobName]?: (value: Values) => Conflict | null } = {
  dataMode(value) {
    const mode = value('dataMode');
    return value('ipVersion') === 6 && (mode === 'PORT' || mode === 'PASV') ? { code: 'names-ipv4-alone', mode } : null;
  },

  security(value) {
    const [security, client] = [value('security'), value('client.software')];
    if (security !== 'none') return WITHOUT_TLS.includes(client) ? { code: 'client-without-tls', client } : null;
    return client === 'openssl' ? { code: 'client-speaks-tls-alone' } : null;
  },

  'tls.clientMaxTls'(value) {
    const [oldest, newest] = [value('tls.clientMinTls'), value('tls.clientMaxTls')];
    return value('security') !== 'none' && oldest !== null && newest !== null && oldest > newest
      ? { code: 'oldest-tls-is-newer' }
      : null;
  },

  'faults.thief': (value) =>
    value('faults.thief') === 'tls' && value('server.tls') === 'off' ? { code: 'thief-needs-tls' } : null,

  'scanner.work'(value) {
    const work = value('scanner.work');
    return work === null || (work.length === 1 && work[0]?.op === 'scan') ? null : { code: 'scanner-scans-once' };
  },

  actions(value) {
    const [work, client] = [value('actions'), value('client.software')];
    const much = tooMuchWork(work);
    if (much !== null) return much;
    const scans = work.some(({ op }) => op === 'scan');
    if (client !== 'nmap') {
      if (scans) return { code: 'client-is-no-scanner', client };
      // What openssl is asked for is a handshake, whatever else.
      const odd = client === 'openssl' ? undefined : work.find(({ op }) => !abilities[client].includes(op));
      if (work.some(inParts)) return { code: 'parts-at-once' };
      return odd ? { code: 'client-cannot', client, action: odd.op } : null;
    }
    return scans && work.length === 1 ? null : { code: 'nmap-scans-once' };
  },
};
