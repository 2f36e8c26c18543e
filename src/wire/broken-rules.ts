type Found = {
  /** Cut where it is long. */
  readonly found: string;
};

type TooShort = { readonly octets: number; readonly least: number };

/** The rules that what comes in may break, each with what was found and what was expected. */
export type BrokenRule =
  | ({ readonly code: 'address' | 'base64-character' | 'reply-code' | 'layer-text' | 'reply-end' } & Found)
  | { readonly code: 'base64-length'; readonly length: number }
  | { readonly code: 'base64-bits' }
  | { readonly code: 'line-too-long'; readonly most: number }
  | { readonly code: 'reply-too-long'; readonly reply: number; readonly most: number }
  | { readonly code: 'command-line-end' }
  /** Nothing stands before the first space, if there is one. */
  | { readonly code: 'command-empty'; readonly space: boolean }
  | { readonly code: 'command-verb'; readonly octet: number }
  | ({ readonly code: 'host-port' | 'port-range' } & Found)
  | ({ readonly code: 'host-port-range'; readonly number: number } & Found)
  | ({ readonly code: 'extended-port'; readonly of: 'EPRT' | '229' } & Found)
  /** A protocol that there is not; or one that is not the address's. */
  | { readonly code: 'network-protocol'; readonly protocol: string; readonly address: string | null }
  | { readonly code: 'segment-flag' | 'segment-word'; readonly found: string; readonly known: readonly string[] }
  | { readonly code: 'ip-version'; readonly version: number | null }
  | ({ readonly code: 'ip-truncated' | 'tcp-truncated' | 'icmp-truncated' } & TooShort)
  | { readonly code: 'ip-header-length'; readonly words: number }
  | { readonly code: 'ip-length'; readonly octets: number; readonly length: number; readonly version: 4 | 6 }
  | { readonly code: 'ip-checksum' | 'ip-fragment' }
  | { readonly code: 'ip-protocol'; readonly protocol: number; readonly expected: number }
  | { readonly code: 'tcp-data-offset'; readonly words: number; readonly octets: number }
  | { readonly code: 'tcp-checksum' | 'icmp-checksum' | 'icmp-quote' }
  | {
      readonly code: 'tcp-option-length';
      readonly option: number;
      readonly length: number;
      readonly left: number;
      /** Empty where the option is not known. */
      readonly lengths: readonly number[];
    }
  | { readonly code: 'icmp-type'; readonly type: number; readonly known: readonly number[] };
