/** What is wrong with a profile: every mistake at once, each with its place. An empty list means that it can be used. */
import { occurrences, wordOf, type ClientProfile, type ReplyText, type ServerProfile, type Step } from './profile'
import { conditions, general, verbs } from './verbs'

/** '/replies/PASV/ok: expected ...'. */
export type Mistake = string

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

type Shape = 'string' | 'number' | 'boolean' | 'object' | readonly string[]

function shapes(profile: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, Shape>>): Mistake[] {
  const mistakes: Mistake[] = []
  for (const [path, shape] of Object.entries(expected)) {
    const value = path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), profile)
    const right = Array.isArray(shape) ? shape.includes(String(value)) : shape === 'object' ? isObject(value) : typeof value === shape
    if (!right) mistakes.push(`/${path.replace(/\./g, '/')}: found ${JSON.stringify(value) ?? 'nothing'}, expected ${Array.isArray(shape) ? shape.join(' or ') : `a ${String(shape)}`}`)
  }
  return mistakes
}

function replyMistake(text: ReplyText): string | null {
  const lines = typeof text === 'string' ? [text] : text
  if (!Array.isArray(lines) || lines.some((line) => typeof line !== 'string')) return 'expected a text or a list of them'
  if (!/^[1-6]\d\d /.test(lines[0] ?? '')) return `found '${lines[0] ?? ''}', expected a code of three digits, a space and a text`
  return lines.some((line) => /[\r\n]/.test(line)) ? 'found a line end within a line' : null
}

const completions = ['drained', 'closed']

export function checkServerProfile(value: unknown): readonly Mistake[] {
  if (!isObject(value)) return ['/: expected an object']
  const mistakes = shapes(value, {
    name: 'string', version: 'string', source: 'string', noDelay: 'boolean', replies: 'object', log: 'object', think: 'object',
    'timeouts.idle': 'number', 'timeouts.accept': 'number', 'timeouts.connect': 'number', 'timeouts.data': 'number',
    'login.failuresAtMost': 'number', 'login.verbsBefore': 'object', 'port.refuseReserved': 'boolean', 'passive.peerOnly': 'boolean',
    'transfer.completion.passive': completions, 'transfer.completion.active': completions, 'transfer.completion.receiving': completions,
    'transfer.convertsAscii': 'boolean', 'transfer.firstType': ['A', 'I'], 'uploads.mode': 'number', 'uploads.directoryMode': 'number',
    'listing.owner': ['number', 'name'], 'listing.form': ['vsftpd'],
  }).filter((mistake) => !mistake.startsWith('/login/verbsBefore'))
  if (!isObject(value['replies'])) return mistakes
  const { replies, log, think, login } = value as unknown as ServerProfile
  const keys = new Set<string>()
  for (const [verb, texts] of Object.entries(replies)) {
    const row = verbs[verb]
    const allowed = verb === '*' ? general : row ? conditions[row.rule] : null
    if (allowed === null) {
      mistakes.push(`/replies/${verb}: no such verb`)
      continue
    }
    for (const condition of allowed) if (!(condition in texts)) mistakes.push(`/replies/${verb}/${condition}: missing`)
    for (const [condition, text] of Object.entries(texts)) {
      keys.add(`${verb}.${condition}`)
      if (!(allowed as readonly string[]).includes(condition)) mistakes.push(`/replies/${verb}/${condition}: no such condition; expected ${allowed.join(', ')}`)
      const wrong = replyMistake(text)
      if (wrong !== null) mistakes.push(`/replies/${verb}/${condition}: ${wrong}`)
    }
  }
  if (!replies['*']) mistakes.push('/replies/*: missing')
  for (const [field, table] of [['log', log], ['think', think]] as const) {
    for (const key of Object.keys(table ?? {})) if (!keys.has(key)) mistakes.push(`/${field}/${key}: no such verb and condition in replies`)
  }
  for (const verb of Array.isArray(login?.verbsBefore) ? login.verbsBefore : []) if (!verbs[verb]) mistakes.push(`/login/verbsBefore: no verb ${verb}`)
  return mistakes
}

const ofData: ReadonlySet<string> = new Set(occurrences.filter((name) => !['else', 'connected', 'unconnected', 'closed', 'timeout'].includes(name)))

function stepMistakes(steps: readonly Step[], parts: ReadonlySet<string>): string[] {
  const mistakes: string[] = []
  const labels = new Set(['end', 'next'])
  for (const step of steps) if ('label' in step && labels.size === labels.add(step.label).size) mistakes.push(`label '${step.label}' twice`)
  const jump = (label: string) => {
    if (!labels.has(label)) mistakes.push(`no label '${label}'`)
  }
  const enter = (part: string) => {
    if (!parts.has(part)) mistakes.push(`no part '${part}'`)
  }
  steps.forEach((step, at) => {
    if (wordOf(step) === null) return void mistakes.push(`step ${at}: found ${JSON.stringify(step)}, which is no word of the vocabulary`)
    if ('goto' in step) jump(step.goto)
    if ('do' in step) enter(step.do)
    if ('forEachDirectory' in step) enter(step.forEachDirectory)
    if ('readAddress' in step) jump(step.else)
    if (!('expect' in step)) return
    for (const [name, label] of Object.entries(step.expect)) {
      jump(label)
      if (!/^[1-6](\d\d)?$/.test(name) && !(occurrences as readonly string[]).includes(name)) mistakes.push(`step ${at}: cannot expect '${name}'`)
    }
    const names = Object.keys(step.expect)
    const data = names.some((name) => ofData.has(name))
    if (!data && names.some((name) => /^\d/.test(name)) && !names.includes('else')) mistakes.push(`step ${at}: waits for a reply alone and has no 'else'`)
  })
  return mistakes
}

export function checkClientProfile(value: unknown): readonly Mistake[] {
  if (!isObject(value)) return ['/: expected an object']
  const mistakes = shapes(value, {
    name: 'string', version: 'string', source: 'string', noDelay: 'boolean', lastWords: 'string', 'defaults.connectTimeout': 'number',
    'defaults.skipPasvAddress': 'boolean', afterFailure: ['goes on', 'stops'], 'downloads.mode': 'number', plans: 'object', parts: 'object', anytime: 'object',
  })
  if (mistakes.length > 0) return mistakes
  const { plans, parts, anytime } = value as unknown as ClientProfile
  const names = new Set(Object.keys(parts))
  for (const [field, table] of [['plans', plans], ['parts', parts]] as const) {
    for (const [name, steps] of Object.entries(table)) mistakes.push(...stepMistakes(steps, names).map((mistake) => `/${field}/${name}: ${mistake}`))
  }
  if (!plans['leave']) mistakes.push('/plans/leave: missing')
  for (const [name, part] of Object.entries(anytime)) if (!names.has(part)) mistakes.push(`/anytime/${name}: no part '${part}'`)
  return mistakes
}
