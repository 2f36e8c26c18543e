/** What FTP's machines remark on, as codes. */
export type FtpNote =
  | { readonly code: 'no-use'; readonly of: 'PI' | 'DTP'; readonly event: string }
  | { readonly code: 'line-lost' | 'clear-discarded' }
  | { readonly code: 'clear-rest'; readonly taken: boolean }
  | { readonly code: 'control-failed' | 'control-tls-failed'; readonly name: string }
  | { readonly code: 'no-way-to'; readonly program: string; readonly action: string };

/** What FTP's machines do that they should not. */
export type FtpViolation = { readonly code: 'plan-circular'; readonly steps: number };

/** The command that notes it. */
export const remark = (reason: FtpNote) => ({ type: 'note', reason }) as const;
