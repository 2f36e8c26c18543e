/** What `portcall --help` prints. */
const RUN =
  'portcall run [SCENARIO.yaml|CASE.json] [--set knob=value ...] [--json | --text | --segments] ' +
  '[--pcapng FILE] [--at client|wan|server] [--keylog FILE]';
export const USAGE = `${RUN}
portcall observe [--set knob=value ...] [--pcapng DIR] SCENARIO.yaml|CASE.json ...
portcall diagnose [--set knob=value ...] SCENARIO.yaml|CASE.json ...
portcall knobs
portcall machine NAME [--json]`;
