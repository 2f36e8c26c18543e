/** From knobs to TLS: what each end's layer is set up with. The engine itself is a part, loaded where somebody speaks it. */
import type { ClientProfile } from '../ftp/client-profile'
import type { ServerProfile } from '../ftp/profile'
import type { Security } from '../ftp/work'
import type { Program } from '../machine/program'
import { draw } from '../sim/random'
import type { Random, VersionRange } from '../tls/context'
import type { ClientTls, ServerTls, TlsEngine } from '../tls/layers'
import { partOf, type Parts } from './parts'
import { SERVER_NAME } from './place'
import type { Reading } from './reading'

export function clientSecurity(reading: Reading): Security | null {
  const how = reading.text('security')
  if (how === 'none') return null
  return {
    how: how as Security['how'], protectData: reading.value('tls.protectData') === true, sessionReuse: reading.value('tls.sessionReuse') === true,
    clearControlAfterLogin: reading.value('tls.clearControlAfterLogin') === true,
  }
}

export function clientLayers(reading: Reading, parts: Parts, { tls }: ClientProfile): Layers {
  if (reading.value('security') === 'none' || tls === undefined) return {}
  const verifyCertificate = reading.value('tls.verifyCertificate') === true
  const settings: ClientTls = {
    profile: tls as ClientTls['profile'], serverName: SERVER_NAME, verifyCertificate, trustCa: !verifyCertificate || reading.value('tls.trustCa') === true,
    versions: range(reading, 'tls.clientMinTls', 'tls.clientMaxTls'),
  }
  return partOf<TlsEngine>(parts, 'tls').client(settings, drawn(reading, 'client'))
}

export function serverLayers(reading: Reading, parts: Parts, { tls }: ServerProfile): Layers {
  if (reading.value('server.tls') === 'off') return {}
  const settings: ServerTls = { profile: tls as ServerTls['profile'], certificate: 'server', versions: range(reading, 'server.minTls', 'server.maxTls') }
  return partOf<TlsEngine>(parts, 'tls').server(settings, drawn(reading, 'server'))
}

type Layers = NonNullable<Program['layers']>

function range(reading: Reading, least: string, most: string): VersionRange {
  const [from, to] = [reading.value(least), reading.value(most)] as (VersionRange['least'] | null)[]
  return { ...(from ? { least: from } : {}), ...(to ? { most: to } : {}) }
}

/** Octets drawn from the seed: predictable by design, so that the same scenario is the same trace. */
function drawn(reading: Reading, host: string): Random {
  const seed = reading.integer('seed')
  return (purpose, length) => Uint8Array.from({ length }, (_, at) => draw(seed, host, purpose, at))
}
