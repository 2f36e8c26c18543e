/** Files that go in and out of the page: scenarios, traces, captures. Nothing is sent anywhere. */
import { keyLogOf } from '../../capture/key-log';
import { pcapngOf } from '../../capture/pcapng';
import { scenarioOf } from '../../scenario/text/recorded';
import { readScenario, writeScenario } from '../../scenario/text/file';
import type { Scenario } from '../../scenario/scenario';
import { readTrace, writeTrace } from '../../trace/file';
import type { Trace } from '../../trace/trace';
import type { Vantage } from '../../trace/vantage';
import type { Trouble } from '../state/stage.svelte';
import { words } from '../../strings/en/page/page';

export function saveScenario(scenario: Scenario): void {
  download('portcall-scenario.yaml', 'application/yaml', writeScenario(scenario));
}

export function saveTrace(trace: Trace): void {
  download('portcall-trace.json', 'application/json', writeTrace(trace));
}

export function saveCapture(trace: Trace, vantage: Vantage): void {
  download(`portcall-${vantage}.pcapng`, 'application/x-pcapng', new Uint8Array(pcapngOf(trace, { vantage })));
}

/** The secrets of a run's TLS sessions, in the format that Wireshark and curl call SSLKEYLOGFILE. */
export function saveKeyLog(trace: Trace): void {
  download('portcall-keys.log', 'text/plain', keyLogOf(trace));
}

type Opened =
  | { readonly scenario: Scenario }
  | { readonly trace: Trace; readonly scenario: Scenario }
  | { readonly trouble: Trouble };

/** A scenario or a trace, told apart by what is in it. */
export async function open(file: File): Promise<Opened> {
  const text = await file.text();
  if (/^\s*\{/.test(text) && /"entries"\s*:/.test(text)) {
    const read = readTrace(text);
    if ('entries' in read) return { trace: read, scenario: scenarioOf(read) };
    return { trouble: { title: words.trouble.file, lines: [read.text] } };
  }
  const read = readScenario(text, file.name);
  if ('scenario' in read) return { scenario: read.scenario };
  const lines = read.problems.map(
    (problem) => `${words.trouble.line(problem.file, problem.line)}: ${problem.text}; ${problem.expected}`,
  );
  return { trouble: { title: words.trouble.file, lines } };
}

function download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
