/** openssl s_client with our servers: AUTH TLS, and a word within. */
import { describe, expect, test } from 'vitest';
import { skipped } from '../skip';
import { program, until } from './tls';
import { NAME, server, at, start, handshakes, programs } from './ftps';

describe.skipIf(skipped('openssl'))('openssl s_client -starttls ftp', () => {
  test.each(programs)('says USER to %s within TLS', async (name) => {
    await start(name, 'optional');
    const client = program('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${server.port}`,
      '-starttls',
      'ftp',
      '-servername',
      NAME,
      '-verify_hostname',
      NAME,
      '-verify_return_error',
      '-CAfile',
      at('ca.pem'),
      '-crlf',
      '-quiet',
    ]);
    client.child.stdin?.write('USER learner\n');
    await until(() => client.text.includes('331 '), 'a reply');
    expect(client.text).toMatch(/331 [^\n]*password/i);
    expect(handshakes().length).toBe(1);
  });
});
