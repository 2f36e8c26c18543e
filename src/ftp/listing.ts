/** What LIST and NLST send. RFC 959 leaves LIST's form open; these are the forms of real servers, always with CR LF. */
import { children, type FileNode, type Files } from '../machine/files'
import { calendar } from '../wire/calendar'
import type { ServerProfile } from './profile'

/** A size that directories show: one block of the file system. */
const BLOCK = 4096
const HALF_A_YEAR = 182 * 24 * 3600
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (n: number): string => String(n).padStart(2, '0')

/** 'drwxr-xr-x'. */
export function permissions({ type, mode }: FileNode): string {
  let text = type === 'directory' ? 'd' : '-'
  for (let bit = 8; bit >= 0; bit -= 1) text += mode & (1 << bit) ? 'rwx'.charAt(2 - (bit % 3)) : '-'
  return text
}

/** 'Jan 15  2024', or 'Nov 21 02:54' for the last half year. `now` and `modified` in seconds since 1970. */
export function listedDate(modified: number, now: number): string {
  const date = calendar(modified)
  const day = `${MONTHS[date.month] ?? ''} ${two(date.day)}`
  const old = modified > now || now - modified > HALF_A_YEAR
  return old ? `${day}  ${date.year}` : `${day} ${two(date.hour)}:${two(date.minute)}`
}

/** '20240115120000' (RFC 3659 section 2.3). */
export function timeValue(modified: number): string {
  const { year, month, day, hour, minute, second } = calendar(modified)
  return `${year}${[month + 1, day, hour, minute, second].map(two).join('')}`
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly node: FileNode
}

function lineOf({ name, path, node }: Entry, files: Files, owner: 'number' | 'name', now: number): string {
  const directory = node.type === 'directory'
  const links = directory ? 2 + children(files, path).filter(([, child]) => child.type === 'directory').length : 1
  const [user, group] = owner === 'number' ? [String(node.uid), String(node.gid)] : [node.owner, node.group]
  const size = String(directory ? BLOCK : node.octets.length)
  return `${permissions(node)} ${String(links).padStart(4)} ${user.padEnd(8)} ${group.padEnd(8)} ${size.padStart(8)} ${listedDate(node.modified, now)} ${name}\r\n`
}

export interface ListingRequest {
  readonly directory: string
  /** Names that match: any text, with '*' for any part. */
  readonly pattern: string | null
  readonly hidden: boolean
  readonly full: boolean
  /** What stands before each name in a list of names. */
  readonly prefix: string
}

/** The listing of a directory. `now` in seconds since 1970. */
export function listing(files: Files, request: ListingRequest, form: ServerProfile['listing'], now: number): string {
  const { directory, pattern } = request
  const below = directory === '/' ? '' : directory
  const matches = pattern === null ? null : new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[\\s\\S]*')}$`)
  const entries: Entry[] = children(files, directory).map(([name, node]) => ({ name, path: `${below}/${name}`, node }))
  const self = files.get(directory)
  if (request.hidden && self) {
    const parent = below.slice(0, below.lastIndexOf('/')) || '/'
    entries.unshift({ name: '.', path: directory, node: self }, { name: '..', path: parent, node: files.get(parent) ?? self })
  }
  return entries
    .filter(({ name }) => (request.hidden || !name.startsWith('.')) && (matches === null || matches.test(name)))
    .map((entry) => (request.full ? lineOf(entry, files, form.owner, now) : `${request.prefix}${entry.name}\r\n`))
    .join('')
}
