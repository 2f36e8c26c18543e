/**
 * TYPE A between a host whose lines end in LF and the NVT, where they end in CR LF (RFC 959 section 3.1.1.1). In pieces
 * of any size: a CR at the end of one matters for the next. A CR LF that is there already stays one, as vsftpd and
 * ProFTPD do it.
 */
const LF = 10;
const CR = 13;

/** Whether the piece before ended in CR. */
export interface AsciiState {
  readonly carriageReturn: boolean;
}

export const initialAsciiState: AsciiState = Object.freeze({ carriageReturn: false });
const AFTER_CR: AsciiState = Object.freeze({ carriageReturn: true });

export interface Converted {
  readonly state: AsciiState;
  readonly octets: Uint8Array;
}

function stateAfter(octets: Uint8Array, state: AsciiState): AsciiState {
  if (octets.length === 0) return state;
  return octets[octets.length - 1] === CR ? AFTER_CR : initialAsciiState;
}

/** To the wire: LF becomes CR LF unless a CR stands before it. */
export function toNvt(state: AsciiState, octets: Uint8Array): Converted {
  let feeds = 0;
  for (const octet of octets) if (octet === LF) feeds += 1;
  const nvt = new Uint8Array(octets.length + feeds);
  let end = 0;
  let before = state.carriageReturn ? CR : 0;
  for (const octet of octets) {
    if (octet === LF && before !== CR) nvt[end++] = CR;
    nvt[end++] = octet;
    before = octet;
  }
  return { state: stateAfter(octets, state), octets: nvt.subarray(0, end) };
}

/**
 * From the wire: CR LF becomes LF, any other CR stays. A CR at the end is held back until it is known which; see
 * `endOfNvt`.
 */
export function fromNvt(state: AsciiState, octets: Uint8Array): Converted {
  const local = new Uint8Array(octets.length + 1);
  let end = 0;
  let held = state.carriageReturn;
  for (const octet of octets) {
    if (held && octet !== LF) local[end++] = CR;
    held = octet === CR;
    if (!held) local[end++] = octet;
  }
  return { state: stateAfter(octets, state), octets: local.subarray(0, end) };
}

/** What was held back when the stream ended. */
export function endOfNvt(state: AsciiState): Uint8Array {
  return state.carriageReturn ? Uint8Array.of(CR) : new Uint8Array(0);
}

/** The same with a CR before each LF, whatever stands there: some programs do not look. */
export function toNvtBlindly(octets: Uint8Array): Uint8Array {
  const text = new Uint8Array(octets.length * 2);
  let end = 0;
  for (const octet of octets) {
    if (octet === LF) text[end++] = CR;
    text[end++] = octet;
  }
  return text.slice(0, end);
}

/** A whole file from the wire. */
export function fromNvtWhole(octets: Uint8Array): Uint8Array {
  const { state, octets: local } = fromNvt(initialAsciiState, octets);
  const end = endOfNvt(state);
  return end.length === 0 ? local : Uint8Array.of(...local, ...end);
}
