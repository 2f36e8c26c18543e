/** What a socket tells its owner, without and with the name that the owner gave it. */
import type { HostEvent } from '../machine/contract';

export type SocketEvent = WithoutName<Extract<HostEvent, { connection: string } | { subject: string }>>;
type WithoutName<T> = T extends unknown ? Omit<T, 'connection' | 'subject' | 'listener'> : never;

export function named(event: SocketEvent, handle: string): HostEvent {
  return event.type === 'failed' ? { ...event, subject: handle } : ({ ...event, connection: handle } as HostEvent);
}
