/** What is wrong with a profile: every mistake at once, each with its place. An empty list means that it can be used. */
import type { ReplyText, ServerProfile } from './profile'
import { conditions, general, verbs } from './verbs'

/** '/replies/PASV/ok: expected ...'. */
export type Mistake = string

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

export type Shape = 'string' | 'number' | 'boolean' | 'object' | readonly string[]

/** Fields by path, and what each must be. */
export function shapes(profile: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, Shape>>): Mistake[] {
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
