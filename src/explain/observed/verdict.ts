/** How a run ended, in the words that the recordings use: judged by the octets that arrived and by what was said first. */
import type { FileNode } from '../../machine/files'
import type { Action } from '../../ftp/work'
import { entriesOf, type Trace } from '../../trace/trace'
import { isPrivate } from '../../wire/address'
import type { ConnectionRow } from './connections'
import type { Said } from './dialogue'

/** Per action whether it achieved its purpose; null where there is nothing to judge. */
export function achievedBy(trace: Trace, work: readonly Action[], rows: readonly ConnectionRow[]): readonly (boolean | null)[] {
  const store = (node: string, path: string): FileNode | undefined => trace.files.get(node)?.get(path.startsWith('/') ? path : `/${path}`)
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  let listings = rows.filter((row) => /^(LIST|NLST|MLSD)\b/.test(row.forCommand ?? '') && row.handshake === 'established' && row.payloadBytes.toClient > 0).length
  return work.map((action) => {
    if (action.op === 'list') return listings-- > 0
    if (action.op === 'get') return same(store('server', action.path), store('client', name(action.path)))
    if (action.op === 'put') return same(store('client', name(action.path)), store('server', action.path))
    return null
  })
}

function same(a: FileNode | undefined, b: FileNode | undefined): boolean {
  return a?.octets.length === b?.octets.length && a !== undefined && a.octets.every((octet, i) => octet === b?.octets[i])
}

export function exitCodeOf(trace: Trace): number | string {
  return entriesOf(trace, 'exit').find((entry) => entry.node === 'client')?.code ?? 'killed-by-lab'
}

const text = (said: Said) => [said.text ?? '', ...(said.body ?? [])].join(' ')

/** The first thing that went wrong, as one of the recordings' words. */
export function failureOf(control: readonly Said[], rows: readonly ConnectionRow[], work: readonly Action[], said: readonly string[]): string {
  const replies = control.filter((said) => said.code !== undefined)
  const [first] = rows
  if (!first) return 'no-connection'
  if (first.handshake === 'timeout' || first.handshake === 'refused') return `control-connect-${first.handshake}`
  for (const said of replies) {
    const word = ownWords(said)
    if (word) return word
  }
  const refusals = firstRefusals(control)
  const refused = (...verbs: readonly string[]) => verbs.map((verb) => refusals.get(verb)).find((said) => said !== undefined)
  const denied = refused('USER', 'PASS')
  if (denied) return /encrypt|TLS|SSL|secur|cleartext/i.test(text(denied)) ? 'tls-required' : 'login-denied'
  if (work.some(({ op }) => op === 'abort')) return 'abort-unanswered'
  const attempt = rows.find((row) => row.kind === 'data' && (row.handshake === 'timeout' || row.handshake === 'refused'))
  if (attempt) return isPrivate(attempt.listenerAddress) && attempt.opener === 'client' ? 'unroutable-passive-address' : `data-connect-${attempt.handshake}`
  if (refused('PORT', 'EPRT')) return 'port-command-refused'
  if (refused('PASV', 'EPSV') && !rows.some((row) => row.kind === 'data')) return 'passive-command-refused'
  if (replies.length === 0 || control.some((said) => said.raw !== undefined)) return 'protocol-mismatch'
  if (replies.some(({ code }) => code === 227) && !rows.some((row) => row.kind === 'data') && said.some((line) => line.includes('mismatch'))) return 'passive-address-rejected-by-client'
  if (refusals.get('CWD')) return 'no-such-directory'
  const file = refused('RETR', 'STOR', 'LIST', 'NLST', 'SIZE', 'MKD', 'DELE')
  if (file && [550, 553, 501, 450].includes(file.code ?? 0)) return /permission|denied|create|not permitted/i.test(text(file)) ? 'permission-denied' : 'file-unavailable'
  return [...refusals.values()].some((said) => [425, 426, 451].includes(said.code ?? 0)) ? 'data-connection-failed' : 'other'
}

/** Replies that name the failure themselves. */
function ownWords(said: Said): string | null {
  const words = text(said)
  if (/OOPS/.test(words)) return 'server-error'
  if (said.code === 530 && /maximum number|too many/i.test(words)) return 'too-many-connections'
  if (said.code === 421) return /timeout|idle/i.test(words) ? 'idle-timeout' : /cleartext|TLS|SSL|encrypt/i.test(words) ? 'tls-required' : 'too-many-connections'
  return null
}

/** For each verb the first reply of 400 and more that came after it. */
function firstRefusals(control: readonly Said[]): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>()
  let verb: string | null = null
  for (const said of control) {
    if (said.verb !== undefined) verb = said.verb
    else if (verb !== null && (said.code ?? 0) >= 400 && !found.has(verb)) found.set(verb, said)
  }
  return found
}
