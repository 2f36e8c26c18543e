/** Complaints of one text: each once with how often it came, no more than a reader would read, the rest counted. */
import { CAPS } from '../../wire/caps';

export class Complaints<T = null> {
  private readonly kept = new Map<string, { readonly place: string; readonly text: string; of: T; times: number }>();
  private left = 0;

  /**
   * `key` tells complaints of one place apart; what is costly to say is asked for only where it is kept. What is wrong
   * at two places is told of both.
   */
  add(key: string, say: () => string, of: T, place = ''): void {
    const whole = `${place} ${key}`;
    const known = this.kept.get(whole);
    if (known) known.times++;
    else if (this.kept.size >= CAPS.problems.most) this.left++;
    else this.kept.set(whole, { place, text: say(), of, times: 1 });
  }

  get none(): boolean {
    return this.kept.size === 0;
  }

  /** Each with what it is of; the last one says how many more there are. */
  all(): readonly (readonly [text: string, of: T | null])[] {
    const said = new Map<string, readonly [string, T | null]>();
    for (const { place, text, of, times } of this.kept.values()) {
      const whole = times > 1 ? `${text} (${times} times)` : text;
      said.set(`${place} ${whole}`, [whole, of]);
    }
    return [...said.values(), ...(this.left > 0 ? [[`and ${this.left} more`, null] as const] : [])];
  }
}
