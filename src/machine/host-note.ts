import type { Reason } from '../wire/reason';

/** What the adapter on node:net (live/) remarks on. */
export type HostNote =
  { readonly code: 'urgent-in-line' } | { readonly code: 'of-layer'; readonly layer: string; readonly why: Reason };

/** What a host does not do for a machine, or ends a session for. */
export type HostViolation =
  | { readonly code: 'no-such-layer'; readonly layer: string }
  | { readonly code: 'no-such-connection' | 'no-such-listener'; readonly machine: string; readonly name: string }
  | { readonly code: 'no-raw-socket' }
  | { readonly code: 'late-greeting' | 'late-login' | 'late-handshake'; readonly seconds: number }
  | { readonly code: 'upload-quota' | 'file-quota' | 'too-many-commands'; readonly most: number }
  | { readonly code: 'foreign-data-address'; readonly peer: string; readonly address: string }
  | { readonly code: 'reserved-data-port'; readonly peer: string; readonly port: number }
  | { readonly code: 'read-only-store'; readonly change: string }
  /** `address`: the one that all of them have; null where so many are served in all. */
  | { readonly code: 'too-many-sessions'; readonly most: number; readonly address: string | null }
  /** The words of what was thrown. */
  | { readonly code: 'machine-threw' | 'accept-failed'; readonly error: string };
