/**
 * How often V8 itself counted calls of XState's `transition` since last asked: in the page and in every worker that
 * starts after. Nothing of the page is changed for it.
 */
import type { CDPSession, Page } from '@playwright/test';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** The method of XState's StateMachine as it is in the built site. */
const TRANSITION = /^transition\((\w+), ?(\w+), ?(\w+)\) ?\{\s*return [\w$]+\(\1, ?\2, ?\3, ?\[\]\)\.snapshot;?\s*\}$/;

type Send = (method: string, params?: object) => Promise<unknown>;

/** Commands to a worker go through the page's session as texts. */
function workerOf(session: CDPSession, sessionId: string): Send {
  let last = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const { id, result } = JSON.parse(event.message) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  return async (method, params = {}) => {
    const id = ++last;
    const answer = new Promise((done) => waiting.set(id, done));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    return answer;
  };
}

export async function countTransitions(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  const begin = async (send: Send): Promise<Send> => {
    await send('Profiler.enable');
    await send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    return send;
  };
  const threads = [await begin(session.send.bind(session) as Send)];
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    const send = workerOf(session, sessionId);
    void begin(send).then(() => {
      threads.push(send);
      return send('Runtime.runIfWaitingForDebugger');
    });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
  const sources = new Map<string, string>();
  return async () => {
    let calls = 0;
    for (const send of threads) {
      const { result } = (await send('Profiler.takePreciseCoverage')) as Coverage;
      for (const { url, functions } of result) {
        for (const { functionName, ranges } of functions) {
          const [range] = ranges;
          if (functionName !== 'transition' || !range) continue;
          if (!sources.has(url)) sources.set(url, await (await page.request.get(url)).text());
          if (TRANSITION.test(sources.get(url)?.slice(range.startOffset, range.endOffset) ?? '')) calls += range.count;
        }
      }
    }
    return calls;
  };
}
