/** All that a log says, as text: whose it is, whom it names, each sign with its lines, and what it is a symptom of. */
import { factsOf } from '../../src/explain/logs/facts';
import { linesOf } from '../../src/explain/logs/lines';
import { recognise, type Hypothesis } from '../../src/explain/logs/recognise';
import { toLink } from '../../src/scenario/text/link';

export function recognised(text: string): readonly string[] {
  const lines = [...linesOf(text)];
  const { signs, dialled, named, told, ...facts } = factsOf(lines);
  const { hypotheses, nothing } = recognise(text);
  const speakers = lines.map(({ by }) => by.charAt(0)).join('');
  const link = (scenario: Hypothesis['scenario']) => scenario && toLink(scenario, null);
  const numbers = (of: Hypothesis['lines']) => of.map(({ number }) => number).join(',');
  return [
    `  ${facts.client} ${facts.server} ${facts.mode} caller ${facts.caller} ${facts.lines} lines ${speakers}`,
    `  dialled ${dialled.host} ${dialled.address} ${dialled.port} told ${told?.address} ${told?.port}` +
      ` named ${named?.address} ${named?.port}`,
    `  ${[...signs].map(([name, of]) => `${name} ${numbers(of)}`).join('; ')}`,
    ...hypotheses.map((one) => `  ${one.certainty} ${one.symptom} by ${numbers(one.lines)}: ${link(one.scenario)}`),
    ...(nothing === null ? [] : [`  ${nothing}`]),
  ].map((line) => line.trimEnd());
}
