/** Real TLS over the simulated network: two toy programs, the endpoint stack, and nothing readable on the wire. */
import { expect, test } from 'vitest'
import type { Command } from '../../src/machine/contract'
import type { Program } from '../../src/machine/program'
import { draw } from '../../src/sim/random'
import { tlsClient } from '../../src/tls/client.machine'
import { authority, identity } from '../../src/tls/identities'
import { clientProfiles, serverProfiles } from '../../src/tls/profiles'
import { tlsServer } from '../../src/tls/server.machine'
import { entriesOf, octetsOf as octetsAt } from '../../src/trace/trace'
import { decodePacket } from '../../src/wire/packet'
import { isViolation } from '../../src/wire/violation'
import { alone, heard, octetsOf, text } from '../live/toys'
import { SERVER, small } from './world'

const random = (host: string) => (purpose: string, length: number) => Uint8Array.from({ length }, (_, i) => draw(1, host, purpose, i))
const layers = { client: tlsClient, server: tlsServer } as NonNullable<Program['layers']>

const securing = (layer: 'client' | 'server'): Command => ({
  type: 'secure', connection: 'control', layer,
  input: layer === 'client'
    ? { profile: clientProfiles['curl-openssl'], random: random('client'), serverName: 'ftp.example.test', anchors: [authority] }
    : { profile: serverProfiles['vsftpd-openssl'], random: random('server'), identity: identity('server'), ticketKey: new Uint8Array(32).fill(7) },
})

const client: Program = {
  ...alone((event, seen) => {
    if (event.type === 'started') return [{ type: 'open', connection: 'control', purpose: 'control', remote: { address: SERVER, port: 21 } }]
    if (event.type === 'opened') return [securing('client')]
    if (event.type === 'secured') return [{ type: 'send', connection: 'control', octets: octetsOf('the tide is in') }]
    if (event.type === 'broken') return [{ type: 'say', to: 'user', text: `broken: ${event.name}` }, { type: 'exit', code: 1 }]
    if (event.type === 'received' && heard(seen, 'control') === 'the tide is in') return [{ type: 'say', to: 'user', text: heard(seen, 'control') }, { type: 'close', connection: 'control' }]
    return event.type === 'closed' ? [{ type: 'exit', code: 0 }] : []
  }), layers,
}

const server: Program = {
  ...alone((event) => {
    if (event.type === 'accepted') return [securing('server')]
    if (event.type === 'received') return [{ type: 'send', connection: 'control', octets: event.octets }]
    return event.type === 'peerClosed' ? [{ type: 'close', connection: 'control' }, { type: 'exit', code: 0 }] : []
  }), layers,
}

test.each([0, 0.1])('words cross sealed and come back, with a loss of %d', (loss) => {
  const trace = small({ client: [client], server, link: { loss } })
  expect(entriesOf(trace, 'say').map((entry) => entry.text)).toEqual(['the tide is in'])
  expect(trace.end).toBe('quiescent')
  const names = entriesOf(trace, 'layer').filter(({ node, way }) => node === 'client' && way === 'received').map(({ name }) => name)
  for (const name of ['ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished']) expect(names).toContain(name)
  for (const entry of entriesOf(trace, 'transmit')) {
    const packet = decodePacket(octetsAt(trace, entry))
    expect(isViolation(packet) ? '' : text(packet.tcp.payload)).not.toContain('tide')
  }
  expect(entriesOf(trace, 'secret').length).toBeGreaterThan(0)
})
