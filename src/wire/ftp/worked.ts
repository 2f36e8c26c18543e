/** The port that PORT and 227 write as two octets, worked out as a person does it. */
export const portSum = (p1: number, p2: number): string => `${p1} × 256 + ${p2} = port ${p1 * 256 + p2}`;
