/** Octets as lines of hexadecimal with their ASCII beside, as hexdump -C sets them. */
export function hexLines(octets: Uint8Array, perLine: number, most: number): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < octets.length && lines.length < most; from += perLine) {
    const row = [...octets.subarray(from, from + perLine)];
    const hex = row
      .map((octet) => octet.toString(16).padStart(2, '0'))
      .join(' ')
      .padEnd(perLine * 3 - 1);
    const text = row
      .map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '·'))
      .join('')
      .padEnd(perLine);
    lines.push(`${from.toString(16).padStart(4, '0')}  ${hex}  ${text}`);
  }
  const left = octets.length - most * perLine;
  return left > 0 ? [...lines, `… ${left} more`] : lines;
}
