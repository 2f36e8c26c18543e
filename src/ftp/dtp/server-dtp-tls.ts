/** TLS on a server's data connection (RFC 4217 sections 7 and 12.6): put on, taken off, and what it fails with. */
import type { Command } from '../../machine/contract';
import type { Securing } from '../protocol/requests';
import { unlisten } from './data-connection';
import { asked, cancelled, closeWhole, over, stored, tell, type DtpRule } from './server-dtp-state';

/** The connection's own name beside that of its control connection. */
const named = (input: Securing, connection: string | null): Securing => ({
  ...input,
  name: `${connection ?? ''} ${input.name}`,
});

const undelayed = (connection: string | null, { noDelay }: { readonly noDelay?: true }): readonly Command[] =>
  noDelay ? [{ type: 'option', connection: connection ?? '', noDelay }] : [];

export const securing = {
  /** TLS begins; what the peer has sent already is its beginning. */
  secure: ({ connection }, event) => ({
    commands: [
      ...undelayed(connection, asked(event, 'secure')),
      {
        type: 'secure',
        connection: connection ?? '',
        layer: 'tls-server',
        input: named(asked(event, 'secure').input, connection),
      },
      { type: 'arm', timer: 'stall', after: asked(event, 'secure').patience },
    ],
  }),
  tellSecured: (_context, event) =>
    event.type === 'secured'
      ? { commands: [...cancelled('stall'), tell({ name: 'secured', facts: event.facts })] }
      : {},
  /**
   * The handshake failed, or there was nobody to make it with; the connection is still there, unless it failed itself.
   */
  tellNotSecured: (context, event) => ({
    context: event.type === 'failed' ? over : {},
    commands: [
      ...cancelled('stall'),
      ...(event.type === 'failed' ? unlisten(context) : []),
      tell({ name: 'notSecured', failure: event.type === 'broken' ? event : { name: 'handshake_ended' } }),
    ],
  }),
  part: ({ connection, stall }, event) => ({
    commands: [
      ...undelayed(connection, asked(event, 'part')),
      { type: 'unsecure', connection: connection ?? '' },
      { type: 'arm', timer: 'stall', after: stall },
    ],
  }),
  tellParted: () => ({ commands: [...cancelled('stall'), tell({ name: 'parted' })] }),
  tellResumable: (_context, event) =>
    event.type === 'resumable' ? { commands: [tell({ name: 'resumable', session: event.session })] } : {},
  tellInsecure: (context, event) => ({
    context: over,
    commands: [
      ...cancelled('stall'),
      ...stored(context, event),
      ...closeWhole(context),
      ...unlisten(context),
      tell({ name: 'broken', reason: 'ECONNRESET', size: context.size }),
    ],
  }),
} satisfies Record<string, DtpRule>;
