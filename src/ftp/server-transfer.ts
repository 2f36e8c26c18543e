/** A server's side of the data connection: what it offers, what it refuses, and a transfer from its verb to its last reply. */
import type { Command, Micros } from '../machine/contract'
import { resolvePath } from '../machine/files'
import { family } from '../wire/address'
import { initialAsciiState, toNvt } from '../wire/ascii'
import { formatPort, parseEprt, parsePort, type HostPort } from '../wire/host-port'
import { octetsOf } from '../wire/text'
import { isViolation, type Violation } from '../wire/violation'
import { call, fileNode, type Owned, type ToPi } from './calls'
import { listing } from './listing'
import type { Completion } from './profile'
import { isDirectory, mayChange, permits } from './permission'
import { answer, leave, type Obey, type ServerPi, type ServerState, type Transfer, type Turn } from './server-session'

const NOTHING = new Uint8Array(0)
const SECOND: Micros = 1_000_000
/** Ports that only a superuser may bind (RFC 6335 section 6, and RFC 2577 section 3 for refusing them). */
const RESERVED = 1024

function withdraw({ session, commands }: Turn): void {
  if (session.offer?.way === 'passive') commands.push(call('dtp', { name: 'forget' }))
  session.offer = null
}

function bind(turn: Turn, verb: string): void {
  const { session, commands } = turn
  const [from, to] = session.setup.settings.passiveRange
  session.offer = null
  session.binding = verb
  session.state = 'BINDING'
  commands.push(call('dtp', { name: 'listen', address: session.local.address, port: { from, to } }))
}

export const passive: Obey = (turn, verb) => (turn.session.extendedOnly ? answer(turn, verb, 'refused') : bind(turn, verb))

export const extendedPassive: Obey = (turn, verb, argument) => {
  const { session } = turn
  if (argument.toUpperCase() === 'ALL') {
    session.extendedOnly = true
    return answer(turn, verb, 'all')
  }
  const own = family(session.local.address) === 4 ? '1' : '2'
  if (argument !== '' && argument !== own) return answer(turn, verb, 'badProtocol', { argument })
  bind(turn, verb)
}

/** Takes the address that the client names, unless the server's manners forbid it (RFC 2577 section 3). */
function dialLater(turn: Turn, verb: string, argument: string, named: HostPort | Violation): void {
  const { session } = turn
  const { settings, profile } = session.setup
  withdraw(turn)
  if (isViolation(named)) return answer(turn, verb, named.violation === 'network-protocol' ? 'badProtocol' : 'bad', { argument })
  const anywhere = settings.allowForeignPortAddress
  if (!anywhere && named.address !== session.remote.address) return answer(turn, verb, 'foreign', { argument })
  if (!anywhere && profile.port.refuseReserved && named.port < RESERVED) return answer(turn, verb, 'reserved', { argument })
  session.offer = { way: 'active', remote: named }
  answer(turn, verb, 'ok', { argument })
}

export const port: Obey = (turn, verb, argument) =>
  turn.session.extendedOnly ? answer(turn, verb, 'refused') : dialLater(turn, verb, argument, parsePort(argument))

export const extendedPort: Obey = (turn, verb, argument) => {
  if (turn.session.extendedOnly) return answer(turn, verb, 'refused')
  const named = parseEprt(argument)
  const other = !isViolation(named) && family(named.address) !== family(turn.session.local.address)
  dialLater(turn, verb, argument, other ? { violation: 'network-protocol', text: 'another protocol than the control connection has' } : named)
}

/** Has the data connection opened, or says why not. */
function begin(turn: Turn, transfer: Omit<Transfer, 'ending'> & { readonly ending?: string }): void {
  const { session, commands } = turn
  const { settings, profile } = session.setup
  const { offer } = session
  if (offer?.way === 'active' && settings.allowForeignPortAddress && settings.activeDataPort !== 'ephemeral' && profile.port.diesOnForeignAndFixedPort) {
    for (const pieces of profile.port.diesOnForeignAndFixedPort) {
      const line = pieces.join('').trimEnd()
      commands.push({ type: 'message', connection: 'control', way: 'sent', message: { code: Number(line.slice(0, 3)), lines: [line.slice(4)] } })
      for (const piece of pieces) commands.push({ type: 'send', connection: 'control', octets: octetsOf(piece) })
    }
    return leave(turn, 1)
  }
  const active = offer?.way === 'active'
  const local = active && settings.activeDataPort !== 'ephemeral' ? { address: session.local.address, port: settings.activeDataPort, reuseAddress: true as const } : null
  const seconds = active ? settings.activeConnectTimeout ?? profile.timeouts.connect : settings.passiveAcceptTimeout ?? profile.timeouts.accept
  session.transfer = { ending: 'done', ...transfer }
  session.restart = 0
  session.state = 'OPENING'
  commands.push(call('dtp', {
    name: 'open', remote: offer?.way === 'active' ? offer.remote : null, local, peer: profile.passive.peerOnly ? session.remote.address : null,
    patience: seconds * SECOND, stall: profile.timeouts.data * SECOND,
  }))
}

const converted = ({ setup, type }: ServerPi, octets: Uint8Array): Uint8Array =>
  type === 'A' && setup.profile.transfer.convertsAscii ? toNvt(initialAsciiState, octets).octets : octets

export const retrieve: Obey = (turn, verb, argument) => {
  const { session, event } = turn
  if (!session.offer) return answer(turn, verb, 'noDataPort')
  const path = resolvePath(session.directory, argument)
  const node = event.files.get(path)
  if (node?.type !== 'file' || !permits(node, session.account, 4)) return answer(turn, verb, 'failed', { argument, path })
  begin(turn, { verb, argument, path, octets: converted(session, node.octets.subarray(session.restart)), before: NOTHING, size: node.octets.length })
}

/** A file that is there keeps its owner and mode; a new one is the user's. */
function ownedBy({ session: { account, setup }, event }: Turn, path: string): Owned {
  const there = event.files.get(path)
  if (there) return { uid: there.uid, gid: there.gid, owner: there.owner, group: there.group, mode: there.mode }
  return { uid: account?.uid ?? 0, gid: account?.gid ?? 0, owner: account?.name ?? '', group: account?.group ?? '', mode: setup.profile.uploads.mode }
}

export const store: Obey = (turn, verb, argument) => {
  const { session, event } = turn
  if (!session.offer) return answer(turn, verb, 'noDataPort')
  const path = resolvePath(session.directory, argument)
  const node = event.files.get(path)
  const allowed = node ? node.type === 'file' && permits(node, session.account, 2) : mayChange(event.files, path, session.account)
  if (argument === '' || isDirectory(event.files, path) || !allowed) return answer(turn, verb, 'failed', { argument, path })
  const old = node?.octets ?? NOTHING
  // The file is opened, and a STOR empties it, before anybody knows whether data will come.
  if (!node || (verb === 'STOR' && session.restart === 0)) {
    const made = fileNode(ownedBy(turn, path), NOTHING, event.epoch + event.at / SECOND)
    turn.commands.push({ type: 'change', change: { op: 'write', path, node: made } })
  }
  begin(turn, { verb, argument, path, octets: null, before: verb === 'APPE' ? old : old.subarray(0, session.restart), size: 0 })
}

/** '-la docs' and the like: options first, then a directory or a pattern of names. */
export const list: Obey = (turn, verb, argument) => {
  const { session, event } = turn
  if (!session.offer) return answer(turn, verb, 'noDataPort')
  const [, options = '', rest = ''] = /^(?:-(\S*) ?)?(.*)$/.exec(argument) ?? []
  const path = resolvePath(session.directory, rest)
  const whole = rest === '' || isDirectory(event.files, path)
  const directory = whole ? path : resolvePath(session.directory, rest.includes('/') ? rest.slice(0, rest.lastIndexOf('/') + 1) : '')
  const found = isDirectory(event.files, directory)
  const prefix = rest === '' ? '' : whole ? `${rest.replace(/\/$/, '')}/` : rest.slice(0, rest.lastIndexOf('/') + 1)
  const request = {
    directory, pattern: whole ? null : rest.slice(rest.lastIndexOf('/') + 1), hidden: options.includes('a'),
    full: verb === 'LIST' || options.includes('l'), prefix,
  }
  const octets = found ? octetsOf(listing(event.files, request, session.setup.profile.listing, event.epoch + event.at / SECOND)) : NOTHING
  begin(turn, { verb, argument, path: directory, octets, before: NOTHING, size: octets.length, ending: found ? 'done' : 'failed' })
}

/** The transfer is over, well or badly. */
function finish(turn: Turn, condition: string, facts: Readonly<Record<string, string | number>> = {}): void {
  const { session } = turn
  const { transfer } = session
  session.transfer = null
  session.offer = null
  session.state = 'READY'
  session.heard = turn.event.at
  if (transfer) answer(turn, transfer.verb, condition, { argument: transfer.argument, path: transfer.path, size: transfer.size, ...facts })
}

const closeData: Command = call('dtp', { name: 'close' })

/** The last octet has gone, or come: the reply now or when our close is acknowledged, as the server's manners are. */
function complete(turn: Turn, completion: Completion, size: number): void {
  const { session, commands } = turn
  if (!session.transfer) return
  session.transfer = { ...session.transfer, size: session.transfer.octets ? session.transfer.size : size }
  if (completion === 'drained') {
    finish(turn, session.transfer.ending)
    commands.push(closeData)
    return
  }
  session.state = 'CLOSING'
  commands.push(closeData)
}

/** When the data transfer process has something to say that matters. After an active transfer its close is awaited by nobody. */
const heardIn: Readonly<Record<ToPi['name'], readonly ServerState[]>> = {
  listening: ['BINDING'], unlistened: ['BINDING'], opened: ['OPENING'], unopened: ['OPENING'], sent: ['TRANSFERRING'], ended: ['TRANSFERRING'],
  broken: ['TRANSFERRING'], stalled: ['TRANSFERRING'], closed: ['CLOSING'], accepted: [],
}

/** What the data transfer process has to say. */
export function hearDtp(turn: Turn, what: ToPi): void {
  if (!heardIn[what.name].includes(turn.session.state)) {
    if (what.name !== 'closed') turn.commands.push({ type: 'note', text: `the protocol interpreter has no use for '${what.name}' now` })
    return
  }
  const { session, commands } = turn
  const { profile, settings } = session.setup
  const { transfer } = session
  switch (what.name) {
    case 'listening': {
      const own = settings.passiveAddress ?? what.local.address
      session.offer = { way: 'passive' }
      session.state = 'READY'
      // Over IPv6 a 227 has no address to name.
      const hostPort = formatPort(family(own) === 4 ? own : '0.0.0.0', what.local.port)
      return answer(turn, session.binding, 'ok', { hostPort, port: what.local.port })
    }
    case 'unlistened':
      session.state = 'READY'
      return answer(turn, session.binding, 'noPort', { reason: what.reason })
    case 'opened':
      if (!transfer) return
      answer(turn, transfer.verb, 'opening', { argument: transfer.argument, path: transfer.path, size: transfer.size })
      session.state = 'TRANSFERRING'
      commands.push(call('dtp', transfer.octets
        ? { name: 'send', octets: transfer.octets }
        : { name: 'receive', path: transfer.path, before: transfer.before, node: ownedBy(turn, transfer.path) }))
      return
    case 'unopened':
      session.heard = turn.event.at
      session.transfer = null
      session.offer = null
      session.state = 'READY'
      return answer(turn, '*', what.reason === 'stranger' ? 'stranger' : 'notConnected', { reason: what.reason })
    case 'sent':
      return complete(turn, session.offer?.way === 'active' ? profile.transfer.completion.active : profile.transfer.completion.passive, what.size)
    case 'ended':
      return complete(turn, profile.transfer.completion.receiving, what.size)
    case 'closed':
      return transfer ? finish(turn, transfer.ending) : undefined
    case 'broken':
      return finish(turn, 'broken', { reason: what.reason, size: what.size })
    case 'stalled':
      answer(turn, '*', 'dataTimeout')
      return leave(turn)
    case 'accepted':
      return
  }
}
