/** A client and a server as programs that a host can run, each two machines: protocol interpreter and data transfer process. */
import type { Program } from '../machine/program'
import type { Micros } from '../machine/contract'
import { prepareParts } from './plan'
import { checkClientProfile } from './client-check'
import type { ClientProfile } from './client-profile'
import type { ServerProfile } from './profile'
import { checkServerProfile } from './profile-check'
import { bystander } from './bystander.machine'
import { serverDtp } from './server-dtp.machine'
import { serverPi } from './server-pi.machine'
import { prepareReplies, type ServerSetup } from './server-session'
import { userDtp } from './user-dtp.machine'
import { userPi } from './user-pi.machine'
import type { ClientSetup } from './user-session'
import type { Account, Action, ClientSettings, DataMode, ServerSettings } from './work'

/** The machines of FTP, for whoever proves something of all of them. */
export const ftpModels = { 'user-PI': userPi, 'user-DTP': userDtp, 'server-PI': serverPi, 'server-DTP': serverDtp, bystander }

/** How long a program takes over an event where its profile says nothing else. */
const THINK: Micros = 100

export interface ClientOptions {
  readonly profile: ClientProfile
  /** The name as its user wrote it, the address that it means, and the port to dial. */
  readonly server: { readonly name: string; readonly address: string; readonly port: number }
  readonly user: string
  readonly password: string
  readonly dataMode: DataMode
  readonly ipVersion: 4 | 6
  readonly work: readonly Action[]
  readonly settings: ClientSettings
  /** To whom downloaded files belong; the superuser's if nobody is named. */
  readonly owner?: ClientSetup['owner']
  /** Microseconds an event. */
  readonly think?: Micros
  /** What it can secure a connection with: 'tls-client'. */
  readonly layers?: NonNullable<Program['layers']>
}

export interface ServerOptions {
  readonly profile: ServerProfile
  readonly accounts: readonly Account[]
  readonly settings: ServerSettings
  readonly think?: Micros
  /** What it can secure a connection with: 'tls-server'. */
  readonly layers?: NonNullable<Program['layers']>
}

const preparedParts = new WeakMap<ClientProfile, ClientSetup['parts']>()
const preparedReplies = new WeakMap<ServerProfile, ServerSetup['replies']>()

/** What is made of a profile once. Throws a RangeError that names every mistake in it. */
function prepared<P extends object, V>(cache: WeakMap<P, V>, profile: P, check: (profile: unknown) => readonly string[], make: (profile: P) => V): V {
  const known = cache.get(profile)
  if (known) return known
  const mistakes = check(profile)
  if (mistakes.length > 0) throw new RangeError(`the profile cannot be used:\n${mistakes.join('\n')}`)
  const made = make(profile)
  cache.set(profile, made)
  return made
}

export function clientProgram({ think = THINK, layers = {}, owner = { uid: 0, gid: 0, owner: 'root', group: 'root' }, ...options }: ClientOptions): Program {
  const parts = prepared(preparedParts, options.profile, checkClientProfile, ({ plans, parts }) => new Map([...prepareParts(plans, 'plan '), ...prepareParts(parts)]))
  const input: ClientSetup = { ...options, owner, parts }
  return { name: options.profile.name, machines: { pi: { model: userPi, input }, dtp: { model: userDtp, input: null } }, layers, think }
}

/** One process of the server, for one control connection: `accepted` comes to its first machine. */
export function serverProgram({ profile, accounts, settings, think = THINK, layers = {} }: ServerOptions): Program {
  const input: ServerSetup = { profile, accounts, settings, replies: prepared(preparedReplies, profile, checkServerProfile, prepareReplies) }
  return { name: profile.name, machines: { pi: { model: serverPi, input }, dtp: { model: serverDtp, input: null } }, layers, think }
}
