/** How many places a capture was taken at: blocks of type 1, which describe interfaces. */
export function interfacesIn(capture: Buffer): number {
  let count = 0;
  for (let at = 0; at < capture.length; at += capture.readUInt32LE(at + 4)) if (capture.readUInt32LE(at) === 1) count++;
  return count;
}
