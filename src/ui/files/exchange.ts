/** Files that go in and out of the page: scenarios, traces, captures. Nothing is sent anywhere. */
import { keyLogOf } from '../../capture/key-log';
import { pcapngOf } from '../../capture/pcapng';
import { readScenario, writeScenario } from '../../scenario/text/file';
import type { Scenario } from '../../scenario/scenario';
import { writingTrace } from '../../trace/file';
import type { Trace } from '../../trace/trace';
import type { Vantage } from '../../trace/vantage';
import { CAPS } from '../../wire/caps';
import { breather, ON_PAGE } from '../runs/breather';
import type { Stage } from '../state/stage.svelte';
import { fileProblem } from '../../strings/en/objections';
import { words } from '../../strings/en/page/page';

export function saveScenario(scenario: Scenario): void {
  download('portcall-scenario.yaml', 'application/yaml', writeScenario(scenario));
}

/** A long trace is written piece by piece, so that the page is heard meanwhile. */
export async function saveTrace(trace: Trace): Promise<void> {
  const pause = breather(() => true, ON_PAGE);
  // A blob each: the browser puts blobs together without reading them.
  const pieces: Blob[] = [];
  for (const piece of writingTrace(trace)) {
    pieces.push(new Blob([piece]));
    await pause();
  }
  download('portcall-trace.json', 'application/json', ...pieces);
}

export function saveCapture(trace: Trace, vantage: Vantage): void {
  download(`portcall-${vantage}.pcapng`, 'application/x-pcapng', new Uint8Array(pcapngOf(trace, { vantage })));
}

/** The secrets of a run's TLS sessions, in the format that Wireshark and curl call SSLKEYLOGFILE. */
export function saveKeyLog(trace: Trace): void {
  download('portcall-keys.log', 'text/plain', keyLogOf(trace));
}

/** A scenario is short; what is longer, in braces, is a trace. */
const HEAD = 4 * CAPS.file.most;

/** A scenario or a trace, told apart by what is in it. */
export async function open(file: File, stage: Stage): Promise<void> {
  const head = await file.slice(0, HEAD).text();
  const title = words.trouble.file;
  if (/^\s*\{/.test(head) && (file.size > HEAD || /"entries"\s*:/.test(head))) {
    await stage.open(file, title);
    return;
  }
  const read = readScenario(await file.text(), file.name);
  if ('scenario' in read) {
    await stage.play(read.scenario);
    return;
  }
  const lines = read.problems.map((problem) => {
    const { text, expected } = fileProblem(problem);
    return `${words.trouble.line(problem.file, problem.line)}: ${text}; ${expected}`;
  });
  stage.trouble = { title, lines };
}

function download(name: string, type: string, ...content: readonly BlobPart[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([...content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
