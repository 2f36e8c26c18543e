import { describe, expect, it } from 'vitest';
import { chaptersOf } from '../../src/diagram/steps/chapters';
import { DEPTHS, stepAt, stepsOf, type Step } from '../../src/diagram/steps/steps';
import { entriesOf } from '../../src/trace/trace';
import { activeListingDropped, passiveListing } from './listings';
import { realTraces } from './real';

const ends = (node: string | null) =>
  ({ client: 'C', server: 'S', clientEdge: 'c', serverEdge: 's', wan: 'w' })[node ?? ''] ?? '-';

/** A step as one line: who to whom, what. */
const line = (step: Step): string => {
  const way =
    step.from === null ? '  ' : step.to === null ? `${ends(step.from)} ` : `${ends(step.from)}${ends(step.to)}`;
  const label = [step.label.term, step.label.text].filter((text) => text !== '').join(' ');
  return `${way} ${step.kind.padEnd(8)} ${label}${step.problem ? '  !' : ''}`.trim();
};

describe('steps', () => {
  it('tell a passive listing as a dialogue', () => {
    expect(stepsOf(passiveListing(), 'dialogue').map(line)).toMatchInlineSnapshot(`
      [
        "S  listen   :21 listening on",
        "CS connect  connect three-way handshake, port 21",
        "SC message  220 (vsFTPd 3.0.3)",
        "CS message  USER learner",
        "SC message  331 Please specify the password.",
        "CS message  PASS portcall  · in clear",
        "SC message  230 Login successful.",
        "CS message  PASV",
        "S  listen   :50020 listening on",
        "SC message  227 Entering Passive Mode (198,51,100,21,195,100).",
        "CS connect  connect data 1, three-way handshake, port 50020",
        "CS message  LIST",
        "SC message  150 Here comes the directory listing.",
        "SC transfer listing 68 octets",
        "SC close    close data 1, server first",
        "SC message  226 Directory send OK.",
        "CS message  QUIT",
        "SC message  221 Goodbye.",
        "SC close    close control 1, server first",
        "C  outcome  exit 0 -rw-r--r--    1 2001     2001          512 Jan 15 12:00 readme.txt",
      ]
    `);
  });

  it('tell an active listing whose SYNs are dropped, with every try and every wait', () => {
    expect(stepsOf(activeListingDropped(), 'dialogue').map(line)).toMatchInlineSnapshot(`
      [
        "S  listen   :21 listening on",
        "CS connect  connect three-way handshake, port 21",
        "SC message  220 (vsFTPd 3.0.3)",
        "CS message  USER learner",
        "SC message  331 Please specify the password.",
        "CS message  PASS portcall  · in clear",
        "SC message  230 Login successful.",
        "C  listen   :40072 listening on",
        "CS message  PORT 203,0,113,10,156,136",
        "SC message  200 PORT command successful. Consider using PASV.",
        "CS message  LIST",
        "Sc drop     SYN 20 → 40072  !",
        "later    1 s later",
        "Sc drop     SYN again  !",
        "later    2 s later",
        "Sc drop     SYN again  !",
        "later    4 s later",
        "Sc drop     SYN again  !",
        "later    8 s later",
        "S  note     ETIMEDOUT data 1 failed  !",
        "SC message  425 Failed to establish connection.  !",
        "CS message  QUIT",
        "SC message  221 Goodbye.",
        "SC close    close control 1, server first",
        "C  outcome  exit 28 curl: (28) Timeout was reached  !",
      ]
    `);
  });

  it('tell both as a story', () => {
    expect(stepsOf(passiveListing(), 'story').map(line)).toMatchInlineSnapshot(`
      [
        "CS phase    Log in as learner",
        "CS phase    Negotiate the server listens on :50020",
        "SC phase    Transfer listing, 68 octets",
        "CS phase    Close QUIT",
        "C  outcome  exit 0 -rw-r--r--    1 2001     2001          512 Jan 15 12:00 readme.txt",
      ]
    `);
    expect(stepsOf(activeListingDropped(), 'story').map(line)).toMatchInlineSnapshot(`
      [
        "CS phase    Log in as learner",
        "CS phase    Negotiate the client listens on :40072",
        "Sc drop     SYN dropped 4 times  !",
        "later    8 s later",
        "CS phase    Transfer 425 Failed to establish connection.  !",
        "CS phase    Close QUIT",
        "C  outcome  exit 28 curl: (28) Timeout was reached  !",
      ]
    `);
  });

  it('show each segment, and at octets depth its payload', () => {
    expect(stepsOf(passiveListing(), 'segments').slice(0, 8).map(line)).toMatchInlineSnapshot(`
      [
        "S  listen   :21 listening on",
        "CS segment  SYN 40036 → 21",
        "SC segment  SYN,ACK 21 → 40036",
        "CS segment  ACK seq=1 ack=1",
        "SC segment  PSH,ACK 220 (vsFTPd 3.0.3)  · seq=1 ack=1",
        "CS segment  PSH,ACK USER learner  · seq=1 ack=21",
        "SC segment  PSH,ACK 331 Please specify the password.  · seq=21 ack=15",
        "CS segment  PSH,ACK PASS portcall  · seq=15 ack=55",
      ]
    `);
    const pass = stepsOf(passiveListing(), 'octets').find(({ label }) => label.text.startsWith('PASV'));
    expect(pass?.octets && [...pass.octets]).toEqual([0x50, 0x41, 0x53, 0x56, 0x0d, 0x0a]);
  });

  for (const depth of DEPTHS) {
    it(`come in the order of their entries, drops and all, at ${depth} depth`, () => {
      for (const trace of [passiveListing(), activeListingDropped(), ...realTraces.map(([, trace]) => trace)]) {
        const steps = stepsOf(trace, depth);
        for (const [i, { entry }] of steps.entries()) if (i > 0) expect(entry).toBeGreaterThan(steps[i - 1]!.entry);
        for (const step of steps) expect(step.begin).toBeLessThanOrEqual(step.entry);
        const shown = new Set(steps.flatMap(({ shows }) => shows));
        for (const drop of entriesOf(trace, 'drop')) expect(shown).toContain(drop.n);
      }
    });
  }

  it('are found by any entry, a moment being within the step that bears its name', () => {
    const trace = passiveListing();
    for (const depth of DEPTHS)
      for (let n = 0; n < trace.entries.length; n += 1) expect(stepAt(stepsOf(trace, depth), n)).not.toBeNull();
    const dialogue = stepsOf(trace, 'dialogue');
    for (const name of ['control 1 / SYN', 'control 1 / PASV', 'control 1 / 227', 'data 1 / SYN', 'client / exit'])
      expect(stepAt(dialogue, trace.moments.get(name)!)?.moment, name).toBe(name);
  });
});

describe("steps of the simulator's traces", () => {
  it.each(realTraces)('show every message that was read, joined to the packet that carried it: %s', (_, trace) => {
    const steps = stepsOf(trace, 'dialogue').filter(({ kind }) => kind === 'message');
    for (const { n, way, connection } of entriesOf(trace, 'message')) {
      if (way === 'sent') continue;
      const step = steps.find(({ entry, shows }) => entry === n && shows.includes(n));
      expect(step?.connection).toBe(connection);
      expect(step?.shows).toHaveLength(2);
      expect(step?.flight?.arrived, `no packet found for message ${n}`).not.toBeNull();
      expect(step!.sent).toBeLessThan(step!.arrived!);
    }
  });

  it.each(realTraces)('show each segment once, whatever became of it: %s', (_, trace) => {
    const steps = stepsOf(trace, 'segments').filter(({ flight }) => flight !== null);
    const ends = [...entriesOf(trace, 'arrive'), ...entriesOf(trace, 'drop')].map(({ n }) => n);
    expect(steps.map(({ flight }) => flight!.end).sort((a, b) => a - b)).toEqual(ends.sort((a, b) => a - b));
  });

  it.each(realTraces)('leave no long silence unsaid at dialogue depth: %s', (_, trace) => {
    const steps = stepsOf(trace, 'dialogue');
    for (const [i, step] of steps.entries()) {
      const before = steps[i - 1];
      if (before && step.kind !== 'later' && before.kind !== 'later')
        expect(step.sent - before.at).toBeLessThanOrEqual(400_000);
    }
  });
});

describe('chapters', () => {
  const names = (trace: ReturnType<typeof passiveListing>) => chaptersOf(trace).map(({ name }) => name);

  it('follow from the verbs', () => {
    expect(names(passiveListing())).toEqual(['Log in', 'Negotiate', 'Transfer', 'Close']);
    expect(names(activeListingDropped())).toEqual(['Log in', 'Negotiate', 'Transfer', 'Close']);
  });

  it('leave no entry out', () => {
    const trace = activeListingDropped();
    const chapters = chaptersOf(trace);
    expect(chapters[0]?.entry).toBe(0);
    expect(chapters.at(-1)?.end).toBe(trace.entries.length - 1);
    for (const [i, { entry }] of chapters.entries()) if (i > 0) expect(entry).toBe(chapters[i - 1]!.end + 1);
  });

  it('draw what an edge itself answers from the edge', () => {
    const named = (name: string, depth: 'dialogue' | 'segments') =>
      stepsOf(new Map(realTraces).get(name)!, depth)
        .map(line)
        .filter((text) => /^(.[cs]|[cs].) /.test(text));
    expect(named('passive ports rejected with a reset', 'dialogue')).toEqual([
      'Cs drop     SYN 43370 → 50035  !',
      "sC reset    RST by the server's edge  !",
    ]);
    expect(named('passive ports rejected with a reset', 'segments')).toEqual([
      'Cs drop     SYN 43370 → 50035  !',
      'sC segment  RST,ACK seq=0 ack=1',
    ]);
    expect(named('a private address in 227', 'dialogue')).toEqual([
      'Cc drop     SYN 43370 → 50035  !',
      'cC reset    ICMP host unreachable  !',
    ]);
    expect(named('passive ports rejected with ICMP, on IPv6', 'segments')).toEqual([
      'Cs drop     SYN 43370 → 50035  !',
      'sC segment  ICMPv6 communication administratively prohibited',
    ]);
  });

  it('say the rule that stopped a packet once, and what it met', () => {
    const drops = stepsOf(new Map(realTraces).get('active behind a firewall')!, 'dialogue').filter(
      ({ kind }) => kind === 'drop',
    );
    expect(drops.map(({ verdict, repeats }) => [verdict, repeats])).toEqual(
      [false, true, true, true, true].map((repeats) => ['rule 3: drop new, from outside', repeats]),
    );
  });
});
