/** What a worse client does, and what it was told, as codes and facts. */
import type { Phrase } from '../diagnosis/phrase';

export type Ask =
  | {
      readonly code:
        | 'logs-in-without-tls'
        | 'logs-in-with-wrong-password'
        | 'has-another-dialled'
        | 'names-reserved-port'
        | 'fetches-from-elsewhere'
        | 'uploads'
        | 'logs-in-twice';
    }
  | { readonly code: 'says-nothing'; readonly seconds: number };

export type WorseSaid =
  | Phrase
  | { readonly code: 'server-replied'; readonly reply: number; readonly line: string }
  | { readonly code: 'server-dialled' | 'nothing-came' };
