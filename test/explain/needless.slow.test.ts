/**
 * A run that comes out well and leaves open more than it needs: what is found, each with a chain down to its knob, and
 * what shuts it.
 */
import { expect, test } from 'vitest';
import { diagnose } from '../../src/explain/diagnosis/diagnose';
import { needless, type Needless } from '../../src/explain/remedies/needless';
import { NOTHING_NEW, opensBetween } from '../../src/explain/remedies/opens';
import { settingsText } from '../../src/explain/remedies/remedies';
import { withKnobs } from '../../src/scenario/scenario';
import { ran, scenarioOf } from './symptom';
import { needlessText, opensText } from '../../src/strings/en/exposure';

async function found(lines: readonly string[]): Promise<readonly Needless[]> {
  const scenario = scenarioOf(lines);
  const search = needless(scenario, await ran(scenario));
  let step = search.next();
  while (!step.done) step = search.next(await ran(step.value.scenario));
  return step.value;
}

const named = (all: readonly Needless[], knob: string) => all.find((one) => one.knob === knob);
const shown = (one: Needless | undefined) =>
  one && {
    chain: one.chain.map(({ phrase }) => needlessText(phrase)),
    remedies: one.remedies.map(({ set }) => settingsText(set)),
  };

test('no firewall, where ports 21 and 50020-50045 would do', async () => {
  const [first, second, ...rest] = await found([]);
  expect([first?.knob, second?.knob]).toEqual(['clientEdge.firewall', 'serverEdge.firewall']);
  expect(shown(second)).toEqual({
    chain: [
      "Open without need: at the server's edge, nearly every port to anyone.",
      "Of the server's ports the run called 21, 50035, and no other.",
      "serverEdge.firewall is none. Which connections the server's edge lets begin; what belongs to one " +
        'that has begun always passes.',
    ],
    remedies: ['serverEdge.firewall=control-and-passive'],
  });
  expect(second?.remedies[0]?.config).toContain('nft: nft add rule inet edge forward drop');
  expect(rest.map(({ knob }) => knob)).not.toContain('dataMode');
});

test('a passive range of ten thousand ports', async () => {
  const wide = named(
    await found([
      'server.passiveRange: 50000-59999',
      'serverEdge.firewall: control-and-passive',
      'clientEdge.firewall: block-inbound',
    ]),
    'server.passiveRange',
  );
  expect(wide && opensText(wide.what)).toBe("at the server's edge, ports 50000-50019, 50046-59999 to anyone");
  expect(wide?.remedies.map(({ set }) => settingsText(set))).toEqual(['server.passiveRange=50020-50045']);
  expect(wide?.chain.at(-1)?.knob).toBe('server.passiveRange');
});

test('ports that are forwarded to nobody', async () => {
  const all = await found([
    'serverEdge.nat: true',
    'serverEdge.forwards: 21; 8000-8999; 50020-50045',
    'clientEdge.firewall: block-inbound',
  ]);
  expect(named(all, 'serverEdge.forwards')?.remedies.map(({ set }) => settingsText(set))).toContain(
    'serverEdge.forwards=21; 50020-50045',
  );
});

test('foreign addresses in PORT, that nobody names', async () => {
  const all = await found([
    'dataMode: PORT',
    'server.allowForeignPortAddress: true',
    'server.activeDataPort: ephemeral',
  ]);
  expect(shown(named(all, 'server.allowForeignPortAddress'))?.remedies).toEqual([
    'server.allowForeignPortAddress=false',
  ]);
  const port = named(all, 'server.allowForeignPortAddress');
  expect(port && opensText(port.what)).toContain('the bounce');
});

test('a password in clear, where both ends could speak TLS: marked, for it is another protocol', async () => {
  const clear = named(await found(['clientEdge.firewall: block-inbound']), 'security');
  expect(shown(clear)).toMatchObject({ remedies: ['server.tls=required, security=explicit'] });
  expect(clear?.chain.map(({ phrase, moment }) => [needlessText(phrase), moment])[1]).toEqual([
    'The password crossed 4 links in clear, from the client to the server.',
    'control 1 / PASS',
  ]);
  expect(clear?.remedies.map(({ marked }) => marked)).toEqual([true]);
});

test('TLS that is offered and not demanded', async () => {
  const all = await found(['security: explicit', 'server.tls: optional', 'tls.protectData: false']);
  expect(shown(named(all, 'server.tls'))?.remedies).toEqual(['server.tls=required']);
  expect(shown(named(all, 'tls.protectData'))?.remedies).toEqual(['tls.protectData=true']);
  expect(named(all, 'security')).toBeUndefined();
});

test('what is shut already is not found, and a run that failed is another matter', async () => {
  const tight = await found(['serverEdge.firewall: control-and-passive', 'clientEdge.firewall: block-inbound']);
  expect(tight.map(({ knob }) => knob).filter((knob) => knob.endsWith('.firewall'))).toEqual([]);
  expect(await found(['serverEdge.firewall: block-all'])).toEqual([]);
});

test('every change that is proposed shuts something, opens nothing, and the run still comes out well', async () => {
  const scenario = scenarioOf([
    'server.passiveRange: 50000-50999',
    'server.allowForeignDataAddress: true',
    'clientEdge.ftpHelper: true',
  ]);
  const all = await found([
    'server.passiveRange: 50000-50999',
    'server.allowForeignDataAddress: true',
    'clientEdge.ftpHelper: true',
  ]);
  expect(all.map(({ knob }) => knob)).toEqual(
    expect.arrayContaining(['serverEdge.firewall', 'server.allowForeignDataAddress', 'clientEdge.ftpHelper']),
  );
  expect(all.map(({ weight }) => weight)).toEqual(all.map(({ weight }) => weight).sort((a, b) => b - a));
  for (const { set } of all.flatMap(({ remedies }) => remedies)) {
    const after = withKnobs(scenario, set);
    expect(opensBetween(scenario, after)).toEqual({ opens: NOTHING_NEW, weight: 0 });
    expect(opensBetween(after, scenario).weight).toBeGreaterThan(0);
    expect(diagnose(await ran(after))).toBeNull();
  }
});
