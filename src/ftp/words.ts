/** What each word of a plan does. One word, one row. */
import { parse227, parse229 } from '../wire/host-port'
import { encodeCommand } from '../wire/command'
import { NO_OCTETS } from '../wire/line'
import { isViolation, type Violation } from '../wire/violation'
import { call } from './calls'
import type { Step, Word } from './profile'
import { endAction, fact, fill, forget, goTo, OF_DATA, type PreparedPart, type UserTurn } from './user-session'

/** The steps of a word. What another word has beside it is no step of this one. */
type StepOf<W extends Word> = W extends 'goto' ? { readonly goto: string } : Extract<Step, Readonly<Record<W, unknown>>>

/** Makes one step; 'waits' when nothing more can be done until something happens. */
type Make<W extends Word> = (turn: UserTurn, step: StepOf<W>, part: PreparedPart) => 'waits' | void

export const make: { readonly [W in Word]: Make<W> } = {
  label() {},
  goto: (turn, { goto }, part) => goTo(turn, part, goto),
  do: ({ session }, step) => void session.frames.push({ part: step.do, at: 0, items: [] }),
  forEachDirectory(turn, step) {
    const items = fact(turn, 'directoryPath').split('/').filter((item) => item !== '')
    // The frame begins at its end: leaving it takes the first directory.
    if (items.length > 0) turn.session.frames.push({ part: step.forEachDirectory, at: Number.MAX_SAFE_INTEGER, items })
  },
  if(turn, step, part) {
    for (const name in step.if) if (fact(turn, name) !== fill(turn, step.if[name] ?? '')) return
    goTo(turn, part, step.goto)
  },
  set(turn, step) {
    const facts: Record<string, string> = { ...turn.session.facts }
    for (const name in step.set) facts[name] = fill(turn, step.set[name] ?? '')
    turn.session.facts = facts
  },
  openControl({ session, commands }) {
    const { address, port } = session.setup.server
    const count = session.control.count + 1
    const name = count === 1 ? 'control' : `control-${count}`
    session.control = { name, count, open: false }
    session.replies = []
    session.occurred = []
    commands.push({ type: 'open', connection: name, purpose: 'control', remote: { address, port } })
  },
  close({ session, commands }, { close }) {
    if (close === 'data') return void commands.push(call('dtp', { name: 'forget' }))
    if (session.control.open === null) return
    commands.push({ type: 'close', connection: session.control.name })
    session.control = { ...session.control, open: null }
  },
  send(turn, { send }) {
    const [verb = '', ...others] = fill(turn, send).split(' ')
    const command = { verb, argument: others.length > 0 ? others.join(' ') : null }
    const connection = turn.session.control.name
    turn.commands.push({ type: 'message', connection, way: 'sent', message: command }, { type: 'send', connection, octets: encodeCommand(command) })
  },
  expect: (turn, step, part) => expect(turn, step.expect, part),
  readAddress(turn, step, part) {
    const { session, commands } = turn
    const { settings, profile, server } = session.setup
    const text = fact(turn, 'text')
    const named: { readonly address?: string; readonly port: number } | Violation = step.readAddress === '227' ? parse227(text) : parse229(text)
    if (isViolation(named)) {
      commands.push({ type: 'violation', name: named.violation, text: named.text })
      return goTo(turn, part, step.else)
    }
    // A 229 names a port alone; a 227's address is believed or not, as the client's manners are.
    const skips = settings.skipPasvAddress ?? profile.defaults.skipPasvAddress
    session.dataRemote = { address: skips ? server.address : named.address ?? server.address, port: named.port }
  },
  openData(turn) {
    forget(turn, (name) => OF_DATA.has(name))
    if (turn.session.dataRemote) turn.commands.push(call('dtp', { name: 'connect', remote: turn.session.dataRemote }))
  },
  listenData(turn) {
    forget(turn, (name) => OF_DATA.has(name))
    turn.commands.push(call('dtp', { name: 'listen', address: turn.session.local.address }))
  },
  acceptData: ({ commands }) => void commands.push(call('dtp', { name: 'accept' })),
  transfer(turn, { transfer }) {
    const { session, event, commands } = turn
    const { owner, profile } = session.setup
    const path = transfer === 'list' ? null : `/${fact(turn, 'file')}`
    const octets = event.files.get(`/${fact(turn, 'path')}`)?.octets ?? NO_OCTETS
    commands.push(call('dtp', transfer === 'send' ? { name: 'send', octets } : { name: 'receive', path, node: { ...owner, mode: profile.downloads.mode } }))
  },
  arm(turn, { arm, seconds }) {
    const { session, commands } = turn
    session.facts = { ...session.facts, late: 'no' }
    session.armed = [...session.armed.filter((timer) => timer !== arm), arm]
    commands.push({ type: 'arm', timer: arm, after: Math.round(Number(fill(turn, seconds)) * 1e6) })
  },
  cancel(turn, { cancel }) {
    const { session, commands } = turn
    session.armed = session.armed.filter((timer) => timer !== cancel)
    session.facts = { ...session.facts, late: 'no' }
    forget(turn, (name) => name === 'timeout')
    commands.push({ type: 'cancel', timer: cancel })
  },
  think: ({ commands }, { think }) => void commands.push({ type: 'think', for: think }),
  complain: (turn, { complain }) => void (turn.session.complaint ??= fill(turn, complain)),
  forgive: ({ session }) => void (session.complaint = null),
  says: (turn, { says }) => void turn.commands.push({ type: 'say', to: 'user', text: fill(turn, says) }),
  succeed(turn) {
    turn.session.exit = 0
    endAction(turn, true)
  },
  fail(turn, { fail }) {
    const { session, commands } = turn
    const { lastWords, afterFailure } = session.setup.profile
    session.exit = fail
    commands.push({ type: 'say', to: 'user', text: lastWords.replace('{exit}', String(fail)).replace('{complaint}', () => session.complaint ?? '') })
    session.stopped = afterFailure === 'stops'
    endAction(turn, false)
  },
  exit({ session, commands }) {
    session.state = 'ENDED'
    commands.push({ type: 'exit', code: session.exit })
    return 'waits'
  },
}

const READS_A_REPLY = /^\d/

/** Takes the first thing that the plan waits for, or waits. A reply that is not waited for stays unread. */
function expect(turn: UserTurn, awaited: Readonly<Record<string, string>>, part: PreparedPart): 'waits' | void {
  const { session } = turn
  const { anytime } = session.setup.profile
  const names = Object.keys(awaited)
  const takes = (name: string): boolean => {
    const at = session.occurred.indexOf(name)
    if (at < 0) return false
    session.occurred = session.occurred.filter((_, i) => i !== at)
    return true
  }
  const data = names.find((name) => name !== 'closed' && name !== 'timeout' && takes(name))
  if (data !== undefined) return goTo(turn, part, awaited[data] ?? 'next')
  const [reply, ...others] = session.replies
  if (reply && names.some((name) => name === 'else' || READS_A_REPLY.test(name))) {
    const code = String(reply.code)
    const label = awaited[code] ?? (code in anytime ? null : awaited[code.charAt(0)] ?? awaited['else'])
    if (label !== undefined) {
      session.replies = others
      session.facts = { ...session.facts, code, text: reply.lines[0] ?? '' }
      return label === null ? interrupt(turn, anytime[code]) : goTo(turn, part, label)
    }
  }
  for (const name of ['closed', 'timeout']) {
    if (name in awaited && takes(name)) return goTo(turn, part, awaited[name] ?? 'next')
  }
  const lost = Object.keys(anytime).find((name) => !(name in awaited) && takes(name))
  if (lost !== undefined) return interrupt(turn, anytime[lost])
  // Waits: the same step again when something has happened.
  const frame = session.frames[session.frames.length - 1]
  if (frame) frame.at -= 1
  session.state = names.includes('connected') ? 'CONNECTING' : names.some((name) => OF_DATA.has(name)) ? 'WAIT-DATA' : 'WAIT-REPLY'
  return 'waits'
}

function interrupt({ session }: UserTurn, part = ''): void {
  session.frames = [{ part, at: 0, items: [] }]
}
