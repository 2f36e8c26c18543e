/** What TLS's machines remark on, as codes. */
export type TlsNote =
  | { readonly code: 'not-read' | 'truncated-end' | 'peer-closed' | 'given-up' | 'after-farewell' | 'late-octets' }
  | { readonly code: 'means-nothing' }
  | { readonly code: 'clear-after-farewell'; readonly octets: number };
