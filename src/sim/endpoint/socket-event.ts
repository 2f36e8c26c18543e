/** What a socket tells its owner, without and with the name that the owner gave it. */
import type { Endpoint, HostEvent } from '../../machine/contract';
import type { UserEvent } from '../../machine/transport';

export type SocketEvent = WithoutName<Extract<HostEvent, { connection: string } | { subject: string }>>;
type WithoutName<T> = T extends unknown ? Omit<T, 'connection' | 'subject' | 'listener'> : never;

export function named(event: SocketEvent, handle: string): HostEvent {
  return event.type === 'failed' ? { ...event, subject: handle } : ({ ...event, connection: handle } as HostEvent);
}

/** What TCP told its user, as the owner of the socket hears it. */
export function heardAs(
  told: UserEvent,
  { local, remote }: { readonly local: Endpoint; readonly remote: Endpoint },
): SocketEvent {
  if (told.type === 'opened') return { type: 'opened', local, remote };
  if (told.type !== 'received') return told;
  return { type: 'received', octets: told.octets, ...(told.urgent ? { urgent: true } : {}) };
}
