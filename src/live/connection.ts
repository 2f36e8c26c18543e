/**
 * One TCP connection of a live process: the contract's commands over a node:net socket.
 *
 * Reading is pulled, as a real program reads: Node says that the socket is readable, that word waits in the inbox, and
 * only when the process comes to it are the octets read. What the process has not read stays unread, so that `pause`
 * fills the window and `close` knows whether to reset.
 */
import { connect, isIP, type Socket } from 'node:net'
import type { Command, Endpoint, HostEvent } from '../machine/contract'
import { errnoOf } from './errno'

/** Puts a word in the inbox; what it says is asked when its turn comes, and may by then be nothing (null). */
export type Post = (word: () => HostEvent | null) => void

export interface Connection {
  send(octets: Uint8Array): void
  shutdownWrite(): void
  close(): void
  abort(): void
  pause(): void
  resume(): void
  noDelay(on: boolean): void
}

/** An address as the contract writes it: a dual-stack socket's '::ffff:192.0.2.1' is 192.0.2.1. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/, '')

export const localOf = (socket: Socket): Endpoint => ({ address: plain(socket.localAddress), port: socket.localPort ?? 0 })
export const remoteOf = (socket: Socket): Endpoint => ({ address: plain(socket.remoteAddress), port: socket.remotePort ?? 0 })

/** Takes a socket that is connected, or is connecting. It starts to read at once. */
export function connectionOver(socket: Socket, connection: string, post: Post): Connection {
  let ours: 'open' | 'closing' | 'aborted' = 'open'
  let gone = false
  let paused = false
  let unsent = 0
  const tell = (event: HostEvent): void => post(() => (ours === 'open' ? event : null))
  const read = (): HostEvent | null => {
    if (paused || ours !== 'open') return null
    const octets = socket.read() as Uint8Array | null
    return octets && { type: 'received', connection, octets: new Uint8Array(octets) }
  }
  const leave = (way: 'closing' | 'aborted'): boolean => {
    const was = ours
    ours = way
    return was === 'open'
  }
  socket.on('readable', () => post(read))
  socket.on('end', () => tell({ type: 'peerClosed', connection }))
  socket.on('error', (error) => tell({ type: 'failed', subject: connection, reason: errnoOf(error) }))
  socket.on('close', () => {
    gone = true
    if (ours === 'closing') post(() => ({ type: 'closed', connection }))
  })
  return {
    send(octets) {
      if (gone) return tell({ type: 'failed', subject: connection, reason: 'EPIPE' })
      unsent++
      socket.write(octets, (error) => {
        unsent--
        if (!error && unsent === 0) tell({ type: 'drained', connection })
      })
    },
    shutdownWrite: () => void socket.end(),
    close() {
      if (!leave('closing')) return
      if (gone) post(() => ({ type: 'closed', connection }))
      else if (socket.connecting) socket.destroy()
      else if (socket.readableLength > 0) socket.resetAndDestroy() // unread octets: RFC 2525 2.17
      else socket.destroySoon()
    },
    abort() {
      if (!leave('aborted')) return
      if (socket.connecting) socket.destroy()
      else socket.resetAndDestroy()
    },
    pause: () => void (paused = true),
    resume() {
      paused = false
      post(read)
    },
    noDelay: (on) => void socket.setNoDelay(on),
  }
}

/**
 * An active open. Node sets SO_REUSEADDR on every socket that it binds, so `reuseAddress` is always granted.
 * Names are never looked up: what is no address is unreachable.
 */
export function connectionTo(remote: Endpoint, command: Extract<Command, { type: 'open' }>, post: Post): Connection | null {
  const { connection, local } = command
  const possible = [remote.address, ...(local?.address === undefined ? [] : [local.address])].every((address) => isIP(address) !== 0)
  if (!possible || remote.port > 65535) {
    post(() => ({ type: 'failed', subject: connection, reason: 'EADDRNOTAVAIL' }))
    return null
  }
  const socket = connect({
    host: remote.address,
    port: remote.port,
    allowHalfOpen: true,
    ...(local?.address === undefined ? {} : { localAddress: local.address }),
    ...(local?.port === undefined ? {} : { localPort: local.port }),
  })
  const opened = connectionOver(socket, connection, post)
  socket.once('connect', () => {
    const event: HostEvent = { type: 'opened', connection, local: localOf(socket), remote: remoteOf(socket) }
    post(() => event)
  })
  return opened
}
