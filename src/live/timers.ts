/** A live process's timers: `arm` and `cancel`, by name. */
import type { HostEvent, Micros } from '../machine/contract';
import type { Post } from './connection';

export class Timers {
  private readonly armed = new Map<string, NodeJS.Timeout>();

  /** Of a machine; armed anew, it runs from now. */
  arm(machine: string, timer: string, after: Micros, post: Post): void {
    const name = `${machine} ${timer}`;
    const rang = (): HostEvent | null => {
      if (this.armed.get(name) !== due) return null; // cancelled, or armed anew, while it waited its turn
      this.armed.delete(name);
      return { type: 'timeout', timer };
    };
    clearTimeout(this.armed.get(name));
    const due = setTimeout(() => post(rang), after / 1000);
    this.armed.set(name, due);
  }

  cancel(machine: string, timer: string): void {
    const name = `${machine} ${timer}`;
    clearTimeout(this.armed.get(name));
    this.armed.delete(name);
  }

  stop(): void {
    for (const due of this.armed.values()) clearTimeout(due);
  }
}
