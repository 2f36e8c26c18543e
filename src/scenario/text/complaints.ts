/** Complaints of one text: each once with how often it came, no more than a reader would read, the rest counted. */
import { CAPS } from '../../wire/caps';

export class Complaints<T = null> {
  private readonly kept = new Map<string, { readonly text: string; readonly of: T; times: number }>();
  private left = 0;

  /** `key` tells complaints apart; what is costly to say is asked for only where it is kept. */
  add(key: string, say: () => string, of: T): void {
    const known = this.kept.get(key);
    if (known) known.times++;
    else if (this.kept.size >= CAPS.problems.most) this.left++;
    else this.kept.set(key, { text: say(), of, times: 1 });
  }

  get none(): boolean {
    return this.kept.size === 0;
  }

  /** Each with what it is of; the last one says how many more there are. */
  all(): readonly (readonly [text: string, of: T | null])[] {
    const said = new Map<string, readonly [string, T | null]>();
    for (const { text, of, times } of this.kept.values()) {
      const whole = times > 1 ? `${text} (${times} times)` : text;
      said.set(whole, [whole, of]);
    }
    return [...said.values(), ...(this.left > 0 ? [[`and ${this.left} more`, null] as const] : [])];
  }
}
