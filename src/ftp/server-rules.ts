/** How a server obeys each verb: what changes, and which reply. Data connections are in server-transfer.ts. */
import { children, resolvePath, type FileNode } from '../machine/files'
import { fileNode } from './calls'
import { timeValue } from './listing'
import { isDirectory, mayChange } from './permission'
import { answer, leave, type Obey, type ServerPi, type Turn } from './server-session'
import { extendedPassive, extendedPort, list, passive, port, retrieve, store } from './server-transfer'
import type { RuleName } from './verbs'

const quoted = (path: string): { quoted: string; path: string } => ({ quoted: path.replace(/"/g, '""'), path })
const target = ({ session }: Turn, argument: string): string => resolvePath(session.directory, argument)

function stat(turn: Turn): Readonly<Record<string, string | number>> {
  const { session } = turn
  const { settings, profile } = session.setup
  return { client: session.remote.address, user: session.user ?? '', type: session.type === 'A' ? 'ASCII' : 'BINARY', idleSeconds: settings.idleTimeout ?? profile.timeouts.idle }
}

/** A change of the store, if it is allowed and `possible`. */
function change(turn: Turn, verb: string, argument: string, possible: (path: string) => boolean, make: (path: string) => void): void {
  const path = target(turn, argument)
  const ok = argument !== '' && path !== '/' && mayChange(turn.event.files, path, turn.session.account) && possible(path)
  if (ok) make(path)
  answer(turn, verb, ok ? 'ok' : 'failed', quoted(path))
}

const owner = ({ account }: ServerPi) => ({ uid: account?.uid ?? 0, gid: account?.gid ?? 0, owner: account?.name ?? '', group: account?.group ?? '' })

export const obey: Readonly<Record<RuleName, Obey>> = {
  user(turn, verb, argument) {
    const { session } = turn
    if (session.account) return answer(turn, verb, 'again')
    session.user = argument
    session.state = 'WAIT-PASS'
    answer(turn, verb, 'ok', { user: argument })
  },
  pass(turn, verb, argument) {
    const { session } = turn
    const { accounts, profile } = session.setup
    if (session.account) return answer(turn, verb, 'again')
    if (session.user === null) return answer(turn, verb, 'noUser')
    const account = accounts.find(({ name, password }) => name === session.user && password === argument) ?? null
    if (account) {
      session.account = account
      session.state = 'READY'
      return answer(turn, verb, 'ok', { user: account.name })
    }
    session.failures += 1
    answer(turn, verb, 'denied', { user: session.user })
    session.user = null
    session.state = 'WAIT-USER'
    if (session.failures >= profile.login.failuresAtMost) leave(turn)
  },
  quit(turn, verb) {
    answer(turn, verb, 'ok')
    leave(turn)
  },
  acknowledge: (turn, verb) => answer(turn, verb, 'ok', stat(turn)),
  printDirectory: (turn, verb) => answer(turn, verb, 'ok', quoted(turn.session.directory)),
  changeDirectory(turn, verb, argument) {
    const path = target(turn, argument)
    const ok = isDirectory(turn.event.files, path)
    if (ok) turn.session.directory = path
    answer(turn, verb, ok ? 'ok' : 'failed', { argument, path })
  },
  changeToParent(turn, verb) {
    turn.session.directory = resolvePath(turn.session.directory, '..')
    answer(turn, verb, 'ok', quoted(turn.session.directory))
  },
  type(turn, verb, argument) {
    const type = ({ A: 'A', 'A N': 'A', I: 'I', 'L 8': 'I', L8: 'I' } as const)[argument.toUpperCase()]
    if (type) turn.session.type = type
    answer(turn, verb, type === 'A' ? 'ascii' : type === 'I' ? 'image' : 'bad', { argument })
  },
  parameter: (turn, verb, argument) => answer(turn, verb, argument.toUpperCase() === (verb === 'MODE' ? 'S' : 'F') ? 'ok' : 'bad', { argument }),
  passive, extendedPassive, port, extendedPort, retrieve, store, list,
  size(turn, verb, argument) {
    const node = turn.event.files.get(target(turn, argument))
    answer(turn, verb, node?.type === 'file' ? 'ok' : 'failed', { argument, size: node?.octets.length ?? 0 })
  },
  modified(turn, verb, argument) {
    const node = turn.event.files.get(target(turn, argument))
    answer(turn, verb, node?.type === 'file' ? 'ok' : 'failed', { argument, time: timeValue(node?.modified ?? 0) })
  },
  restart(turn, verb, argument) {
    const position = /^\d+$/.test(argument) ? Number(argument) : 0
    turn.session.restart = position
    answer(turn, verb, 'ok', { position })
  },
  renameFrom(turn, verb, argument) {
    const path = target(turn, argument)
    const ok = argument !== '' && turn.event.files.has(path)
    turn.session.renameFrom = ok ? path : null
    answer(turn, verb, ok ? 'ok' : 'failed', { argument, path })
  },
  renameTo(turn, verb, argument) {
    const { session, event, commands } = turn
    const from = session.renameFrom
    session.renameFrom = null
    if (from === null) return answer(turn, verb, 'noSource')
    const path = target(turn, argument)
    // A directory cannot go below itself, nor take the place of anything but a file (rename(2)).
    const ok = argument !== '' && mayChange(event.files, path, session.account) && mayChange(event.files, from, session.account) &&
      path !== from && !path.startsWith(`${from}/`) && !isDirectory(event.files, path)
    if (ok) commands.push({ type: 'change', change: { op: 'rename', from, to: path } })
    answer(turn, verb, ok ? 'ok' : 'failed', { argument, from, path })
  },
  makeDirectory(turn, verb, argument) {
    const { session, event, commands } = turn
    const node: FileNode = { ...fileNode({ ...owner(session), mode: session.setup.profile.uploads.directoryMode }, new Uint8Array(0), event.epoch + event.at / 1e6), type: 'directory' }
    change(turn, verb, argument, (path) => !event.files.has(path), (path) => commands.push({ type: 'change', change: { op: 'write', path, node } }))
  },
  removeDirectory(turn, verb, argument) {
    const { event, commands } = turn
    const empty = (path: string) => event.files.get(path)?.type === 'directory' && children(event.files, path).length === 0
    change(turn, verb, argument, empty, (path) => commands.push({ type: 'change', change: { op: 'remove', path } }))
  },
  delete(turn, verb, argument) {
    const { event, commands } = turn
    const file = (path: string) => event.files.get(path)?.type === 'file'
    change(turn, verb, argument, file, (path) => commands.push({ type: 'change', change: { op: 'remove', path } }))
  },
  options: (turn, verb, argument) => answer(turn, verb, /^UTF8\b/i.test(argument) ? 'ok' : 'bad', { argument }),
}
