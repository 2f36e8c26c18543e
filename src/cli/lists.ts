/** What the command line lists: the knobs, and the states of a machine. */
import { loadModel, machineNames } from '../diagram/statechart/machines';
import { configOf, described, statesOf } from '../machine/config';
import { knobs } from '../scenario/knobs/knobs';
import { expected, formatValue } from '../scenario/values/knob';
import { knobWords } from '../strings/en/knobs';
import { stateWords } from '../strings/en/states';
import { nearest } from '../wire/text/nearest';
import { shown } from '../wire/text/shown';
import { BadInput } from './files';
import { USAGE } from './usage';

export function listKnobs(files: readonly string[]): number {
  if (files.length > 0) throw new BadInput(['knobs takes no file', USAGE]);
  for (const knob of knobs) {
    const value = formatValue(knob, knob.default).padEnd(14);
    console.log(`${knob.name.padEnd(32)} ${value} ${knobWords[knob.name].sentence} (${expected(knob)})`);
  }
  return 0;
}

/** A machine's configuration: its states in lines, or as JSON that other tools for XState open. */
export async function showMachine(asked: readonly string[], { json }: { readonly json?: boolean }): Promise<number> {
  const name = machineNames.find((one) => one === asked[0]);
  if (name === undefined || asked.length !== 1) {
    const [other = ''] = asked;
    const trouble =
      asked.length === 1
        ? `there is no machine ${shown(other)}; did you mean '${nearest(other, machineNames)}'?`
        : 'machine takes one name.';
    throw new BadInput([`${trouble} The machines are:`, ...machineNames]);
  }
  const config = described(configOf(await loadModel(name)), stateWords[name]);
  if (json) console.log(JSON.stringify(config, null, 2));
  else for (const [path, { description }] of statesOf(config)) console.log(`${path.padEnd(32)} ${description ?? ''}`);
  return 0;
}
