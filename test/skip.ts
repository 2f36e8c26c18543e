/**
 * Whether tests that need this program are to be skipped: `describe.skipIf(skipped('vsftpd'))(...)`. `npm test` says
 * which and why; without its word nothing is skipped, and an absent program is a failure.
 */
export const skipped = (program: string) => (process.env['PORTCALL_SKIP'] ?? '').split(',').includes(program);
