import { expect, test } from 'vitest';
import { stepsOf } from '../../src/diagram/steps/steps';
import { load } from '../../src/parts';
import { needs } from '../../src/scenario/build/reading/parts';
import { run } from '../../src/scenario/build/run';
import { fromLink } from '../../src/scenario/text/link';

// Each segment of a file follows from every record of it: told whole, 10,000,000 octets were minutes of work.
test('a segment of a long file over TLS names some of the records behind it, and counts the others', async () => {
  const { scenario } = fromLink('security=explicit&server.tls=required&actions=get+x+400000');
  const labels = stepsOf(run(scenario, await load(needs(scenario))), 'segments').map(({ label }) => label.text);
  expect(Math.max(...labels.map(({ length }) => length))).toBeLessThan(300);
  expect(labels.filter((text) => /, and \d+ more$/.test(text)).length).toBeGreaterThan(10);
});
