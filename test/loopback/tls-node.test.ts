/** Our two ends with Node's tls over loopback; the key logs of both ends compared. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { authority, identity } from '../../src/tls/identities';
import { clientProfiles } from '../../src/tls/profiles/profiles';
import type { Session } from '../../src/tls/handshake/session';
import { octets } from '../tls/ends';
import { clientInput, dial, keyPem, pem, serve, serverInput, until } from './tls';

describe("with Node's tls", () => {
  const versions = [
    ['TLSv1.3', '1.3'],
    ['TLSv1.2', '1.2'],
  ] as const;
  const credentials = { cert: identity('server').chain.map(pem).join(''), key: keyPem(identity('server')) };
  test.each(versions)('our client, %s, resuming', async (maxVersion, version) => {
    const peer = tls.createServer(
      { ...credentials, maxVersion, minVersion: 'TLSv1.2', ALPNProtocols: ['ftp'] },
      (socket) => {
        let count = 0;
        socket
          .on('error', () => undefined)
          .on('data', (data) => {
            socket.write(data);
            if ((count += data.length) === 40_000) socket.end();
          });
      },
    );
    const lines: string[] = [];
    peer.on('keylog', (line: Buffer) => lines.push(line.toString('latin1').trim()));
    peer.listen(0, '127.0.0.1');
    await once(peer, 'listening');
    const { port } = peer.address() as { port: number };
    const shake = async (session: Session | null) => {
      const end = await dial(port, clientInput({ profile: clientProfiles['ftplib-openssl'], alpn: ['ftp'], session }));
      await until(() => end.state !== 'WAIT_SH', 'a handshake');
      end.step({ type: 'SEND', octets: octets('x'.repeat(40_000)) });
      await until(() => end.text.length === 40_000 && end.heard.includes('Alert close_notify'), 'an echo');
      end.step({ type: 'CLOSE' });
      return end;
    };
    const first = await shake(null);
    const second = await shake(first.sessions[0] as Session);
    expect(first.facts).toMatchObject({ version, alpn: 'ftp', resumed: false });
    expect(second.facts).toMatchObject({ resumed: true });
    const ours = [first, second]
      .flatMap((end) => end.of('secret'))
      .map(({ label, clientRandom, secret }) => `${label} ${clientRandom} ${secret}`);
    expect(ours.sort()).toEqual([...new Set(lines)].sort());
    peer.close();
  });
  test.each(versions)('our server, %s, resuming', async (maxVersion, version) => {
    const listener = await serve(() => serverInput({ alpn: ['ftp'] }));
    const shake = async (session: Buffer | undefined) => {
      const socket = tls.connect({
        host: '127.0.0.1',
        port: listener.port,
        servername: 'ftp.example.test',
        ca: pem(authority),
        maxVersion,
        ALPNProtocols: ['ftp'],
        ...(session ? { session } : {}),
      });
      let ticket: Buffer | undefined;
      let text = '';
      socket.on('session', (one) => {
        ticket = one;
      });
      socket.on('data', (data) => {
        text += data.toString('latin1');
      });
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      const end = listener.ends.at(-1)!;
      await until(() => end.state === 'CONNECTED', 'a handshake');
      end.step({ type: 'SEND', octets: octets('y'.repeat(40_000)) });
      await until(
        () => text.length === 40_000 && (ticket !== undefined || session !== undefined),
        'our octets and a ticket',
      );
      const reused = socket.isSessionReused();
      socket.end();
      await until(() => end.heard.includes('Alert close_notify'), 'its farewell');
      end.step({ type: 'CLOSE' });
      return { ticket, reused, version: end.facts?.['version'] };
    };
    const first = await shake(undefined);
    const second = await shake(first.ticket);
    expect([first.version, first.reused, second.reused]).toEqual([version, false, true]);
    listener.close();
  });
});
