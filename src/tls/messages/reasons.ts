/** What TLS's machines remark on, as codes. */
export type TlsNote =
  | { readonly code: 'not-read' | 'truncated-end' | 'peer-closed' | 'given-up' | 'after-farewell' | 'late-octets' }
  | { readonly code: 'means-nothing' }
  | { readonly code: 'clear-after-farewell'; readonly octets: number };

/** What a message or a certificate breaks that cannot be decoded. */
export type CodecRule =
  | { readonly code: 'short'; readonly octets: number; readonly left: number }
  | { readonly code: 'too-little'; readonly octets: number; readonly least: number }
  | { readonly code: 'trailing'; readonly octets: number }
  | { readonly code: 'too-deep' | 'long-tag' }
  /** Longer than it need be, or else indefinite or enormous. */
  | { readonly code: 'bad-length'; readonly minimal: boolean };

export type CertificateRule = {
  readonly code: 'not-a-certificate';
  readonly wrong: 'structure' | 'signature-length' | 'algorithms-differ' | 'field-missing' | 'key';
};
