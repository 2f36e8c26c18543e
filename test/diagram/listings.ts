import type { Trace } from '../../src/trace/trace';
import { ACK, PSH, SYN } from '../../src/wire/packet/tcp';
import { Hand } from './hand';

/** A passive listing that works. */
export function passiveListing(): Trace {
  const hand = new Hand();
  hand.logIn();
  hand.command('PASV');
  hand.listen('server', 'data', 50020);
  hand.reply(227, 'Entering Passive Mode (198,51,100,21,195,100).');
  const data = hand.connection('data', 'client', 40037, 50020);
  hand.handshake(data);
  hand.command('LIST');
  hand.reply(150, 'Here comes the directory listing.');
  hand.packet(data, 'server', PSH | ACK, '-rw-r--r--    1 2001     2001          512 Jan 15 12:00 readme.txt\r\n');
  hand.close(data, 'server');
  hand.reply(226, 'Directory send OK.');
  hand.command('QUIT');
  hand.reply(221, 'Goodbye.');
  hand.close(0, 'server');
  hand.exit(0, '-rw-r--r--    1 2001     2001          512 Jan 15 12:00 readme.txt');
  return hand.trace();
}

/** An active listing whose SYNs a firewall at the client's edge drops. */
export function activeListingDropped(): Trace {
  const hand = new Hand();
  hand.logIn();
  hand.listen('client', 'data', 40072);
  hand.command('PORT', '203,0,113,10,156,136');
  hand.reply(200, 'PORT command successful. Consider using PASV.');
  hand.command('LIST');
  const data = hand.connection('data', 'server', 20, 40072);
  for (const [attempt, after] of [0, 1_000_000, 2_000_000, 4_000_000].entries()) {
    hand.wait(after);
    hand.packet(data, 'server', SYN, '', { stop: 'clientEdge', rule: 'rule 3', again: attempt > 0 });
  }
  hand.wait(8_000_000);
  hand.add(
    { kind: 'told', process: 'p', machine: 'tcp', told: 'failed', from: 0, octets: 0, reason: 'ETIMEDOUT' },
    'server',
    data,
  );
  hand.reply(425, 'Failed to establish connection.');
  hand.command('QUIT');
  hand.reply(221, 'Goodbye.');
  hand.close(0, 'server');
  hand.exit(28, 'curl: (28) Timeout was reached');
  return hand.trace();
}
