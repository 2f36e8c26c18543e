/**
 * The interpreter of a client's plans (profile.ts has their vocabulary): makes one step after another until it must wait
 * for a reply, for the data transfer process or for the clock. Pure: what it does is in the turn's session and commands.
 */
import { isViolation, type Violation } from '../wire/violation'
import { parse227, parse229 } from '../wire/host-port'
import { encodeCommand } from '../wire/command'
import { octetsOf } from '../wire/text'
import { call } from './calls'
import type { Step } from './profile'
import { fact, fill, OF_DATA, type Frame, type UserTurn } from './user-session'

export interface PreparedPart {
  readonly steps: readonly Step[]
  readonly labels: ReadonlyMap<string, number>
}

/** Plans as 'plan list', parts by name, each with its labels; 'end' is the end of the part. */
export function prepareParts(parts: Readonly<Record<string, readonly Step[]>>, prefix = ''): readonly (readonly [string, PreparedPart])[] {
  return Object.entries(parts).map(([name, steps]) => {
    const labels = new Map<string, number>([['end', steps.length]])
    steps.forEach((step, at) => {
      if ('label' in step) labels.set(step.label, at)
    })
    return [prefix + name, { steps, labels }] as const
  })
}

/** More steps than any plan has between two waits: it goes round in circles. */
const STEPS_AT_MOST = 2000

/** Makes steps until the plan waits. */
export function advance(turn: UserTurn): void {
  const { session, commands } = turn
  for (let made = 0; made < STEPS_AT_MOST; made += 1) {
    if (session.state === 'ENDED') return
    const frame = session.frames[session.frames.length - 1]
    if (!frame) {
      nextAction(turn)
      continue
    }
    const part = session.setup.parts.get(frame.part)
    const step = part?.steps[frame.at]
    if (!part || !step) {
      leavePart(turn, frame)
      continue
    }
    session.frames = [...session.frames.slice(0, -1), { ...frame, at: frame.at + 1 }]
    if (!make(turn, step, part)) return
  }
  commands.push({ type: 'violation', name: 'plan-circular', text: `the plan made ${STEPS_AT_MOST} steps without waiting` }, { type: 'exit', code: 1 })
  session.state = 'ENDED'
}

function leavePart({ session }: UserTurn, frame: Frame): void {
  const others = session.frames.slice(0, -1)
  const [item, ...items] = frame.items
  session.frames = item === undefined ? others : [...others, { ...frame, at: 0, items }]
  if (item !== undefined) session.facts = { ...session.facts, directory: item }
}

/** The next wish of the user, or the end of the session. */
function nextAction(turn: UserTurn): void {
  const { session, event, commands } = turn
  const { work, parts } = session.setup
  session.action += 1
  session.began = event.at
  session.complaint = null
  const action = session.stopped ? undefined : work[session.action]
  const plan = action ? `plan ${action.op}` : 'plan leave'
  if (action && !parts.has(plan)) {
    commands.push({ type: 'note', text: `${session.setup.profile.name} has no way to ${action.op}` })
    return endAction(turn, false)
  }
  session.frames = [{ part: plan, at: 0, items: [] }]
  if (!action) return
  const path = 'path' in action ? action.path.replace(/^\//, '') : ''
  const directoryPath = path.slice(0, path.lastIndexOf('/') + 1)
  session.facts = { ...session.facts, path, directoryPath, file: path.slice(directoryPath.length), line: 'line' in action ? action.line : '' }
}

function goTo({ session }: UserTurn, part: PreparedPart, label: string): void {
  const frame = session.frames[session.frames.length - 1]
  if (frame && label !== 'next') session.frames = [...session.frames.slice(0, -1), { ...frame, at: part.labels.get(label) ?? part.steps.length }]
}

/** The action is over. Its timers are, too. */
function endAction(turn: UserTurn, ok: boolean): void {
  const { session, commands } = turn
  for (const timer of session.armed) commands.push({ type: 'cancel', timer })
  session.armed = []
  session.occurred = session.occurred.filter((name) => name !== 'timeout')
  session.facts = { ...session.facts, late: 'no' }
  session.frames = []
  commands.push({ type: 'achieve', action: session.action, ok })
}

/** Makes one step. False when the plan must wait. */
function make(turn: UserTurn, step: Step, part: PreparedPart): boolean {
  const { session, commands, event } = turn
  const { setup } = session
  if ('send' in step) {
    const [verb = '', ...others] = fill(turn, step.send).split(' ')
    const command = { verb, argument: others.length > 0 ? others.join(' ') : null }
    commands.push(
      { type: 'message', connection: session.control.name, way: 'sent', message: command },
      { type: 'send', connection: session.control.name, octets: encodeCommand(command) },
    )
  } else if ('expect' in step) return expect(turn, step.expect, part)
  else if ('if' in step) {
    if (Object.entries(step.if).every(([name, value]) => fact(turn, name) === fill(turn, value))) goTo(turn, part, step.goto)
  } else if ('goto' in step) goTo(turn, part, step.goto)
  else if ('set' in step) {
    const set = Object.fromEntries(Object.entries(step.set).map(([name, value]) => [name, fill(turn, value)]))
    session.facts = { ...session.facts, ...set }
  } else if ('do' in step) session.frames = [...session.frames, { part: step.do, at: 0, items: [] }]
  else if ('forEachDirectory' in step) {
    const items = fact(turn, 'directoryPath').split('/').filter((item) => item !== '')
    // The frame begins at its end: leaving it takes the first directory.
    if (items.length > 0) session.frames = [...session.frames, { part: step.forEachDirectory, at: Number.MAX_SAFE_INTEGER, items }]
  } else if ('openControl' in step) {
    const count = session.control.count + 1
    const name = count === 1 ? 'control' : `control-${count}`
    session.control = { name, count, open: false }
    session.replies = []
    session.occurred = []
    commands.push({ type: 'open', connection: name, purpose: 'control', remote: { address: setup.server.address, port: setup.server.port } })
  } else if ('close' in step) {
    if (step.close === 'data') commands.push(call('dtp', { name: 'forget' }))
    else if (session.control.open !== null) {
      commands.push({ type: 'close', connection: session.control.name })
      session.control = { ...session.control, open: null }
    }
  } else if ('readAddress' in step) {
    const text = fact(turn, 'text')
    const named: { readonly address?: string; readonly port: number } | Violation = step.readAddress === '227' ? parse227(text) : parse229(text)
    if (isViolation(named)) {
      commands.push({ type: 'violation', name: named.violation, text: named.text })
      goTo(turn, part, step.else)
    } else {
      // A 229 names a port alone; a 227's address is believed or not, as the client's manners are.
      const skips = setup.settings.skipPasvAddress ?? setup.profile.defaults.skipPasvAddress
      session.dataRemote = { address: skips ? setup.server.address : named.address ?? setup.server.address, port: named.port }
    }
  } else if ('openData' in step) {
    forgetData(turn)
    if (session.dataRemote) commands.push(call('dtp', { name: 'connect', remote: session.dataRemote }))
  } else if ('listenData' in step) {
    forgetData(turn)
    commands.push(call('dtp', { name: 'listen', address: session.local.address }))
  } else if ('acceptData' in step) commands.push(call('dtp', { name: 'accept' }))
  else if ('transfer' in step) {
    const path = `/${fact(turn, 'file')}`
    const node = { ...setup.owner, mode: setup.profile.downloads.mode }
    if (step.transfer === 'send') commands.push(call('dtp', { name: 'send', octets: event.files.get(`/${fact(turn, 'path')}`)?.octets ?? octetsOf('') }))
    else commands.push(call('dtp', { name: 'receive', path: step.transfer === 'list' ? null : path, node }))
  } else if ('arm' in step) {
    session.facts = { ...session.facts, late: 'no' }
    session.armed = [...session.armed.filter((timer) => timer !== step.arm), step.arm]
    commands.push({ type: 'arm', timer: step.arm, after: Math.round(Number(fill(turn, step.seconds)) * 1e6) })
  } else if ('cancel' in step) {
    session.armed = session.armed.filter((timer) => timer !== step.cancel)
    session.occurred = session.occurred.filter((name) => name !== 'timeout')
    session.facts = { ...session.facts, late: 'no' }
    commands.push({ type: 'cancel', timer: step.cancel })
  } else if ('think' in step) commands.push({ type: 'think', for: step.think })
  else if ('complain' in step) session.complaint ??= fill(turn, step.complain)
  else if ('forgive' in step) session.complaint = null
  else if ('says' in step) commands.push({ type: 'say', to: 'user', text: fill(turn, step.says) })
  else if ('succeed' in step) {
    session.exit = 0
    endAction(turn, true)
  } else if ('fail' in step) {
    session.exit = step.fail
    commands.push({ type: 'say', to: 'user', text: setup.profile.lastWords.replace('{exit}', String(step.fail)).replace('{complaint}', session.complaint ?? '') })
    session.stopped = setup.profile.afterFailure === 'stops'
    endAction(turn, false)
  } else if ('exit' in step) {
    session.state = 'ENDED'
    commands.push({ type: 'exit', code: session.exit })
    return false
  }
  return true
}

function forgetData({ session }: UserTurn): void {
  session.occurred = session.occurred.filter((name) => !OF_DATA.has(name))
}

const READS_A_REPLY = /^\d/

/** Takes the first thing that the plan waits for, or waits. A reply that is not waited for stays unread. */
function expect(turn: UserTurn, awaited: Readonly<Record<string, string>>, part: PreparedPart): boolean {
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
  if (data !== undefined) return onward(turn, part, awaited[data])
  const [reply, ...others] = session.replies
  if (reply && names.some((name) => name === 'else' || READS_A_REPLY.test(name))) {
    const code = String(reply.code)
    const label = awaited[code] ?? (code in anytime ? null : awaited[code.charAt(0)] ?? awaited['else'])
    if (label !== undefined) {
      session.replies = others
      session.facts = { ...session.facts, code, text: reply.lines[0] ?? '' }
      return label === null ? interrupt(turn, anytime[code]) : onward(turn, part, label)
    }
  }
  for (const name of ['closed', 'timeout']) {
    if (name in awaited && takes(name)) return onward(turn, part, awaited[name])
  }
  const lost = Object.keys(anytime).find((name) => !(name in awaited) && takes(name))
  if (lost !== undefined) return interrupt(turn, anytime[lost])
  // Waits: the same step again when something has happened.
  const frame = session.frames[session.frames.length - 1]
  if (frame) session.frames = [...session.frames.slice(0, -1), { ...frame, at: frame.at - 1 }]
  session.state = names.includes('connected') ? 'CONNECTING' : names.some((name) => OF_DATA.has(name)) ? 'WAIT-DATA' : 'WAIT-REPLY'
  return false
}

function onward(turn: UserTurn, part: PreparedPart, label = 'next'): true {
  goTo(turn, part, label)
  return true
}

function interrupt({ session }: UserTurn, part = 'end'): true {
  session.frames = [{ part, at: 0, items: [] }]
  return true
}
