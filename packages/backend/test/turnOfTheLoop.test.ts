import { describe, expect, test } from '@jest/globals';
import { turnOfTheLoop } from '../src/index.js';

describe('a turn of the loop', () => {
  test('what is due is heard before work goes on', async () => {
    const heard: string[] = [];
    setImmediate(() => heard.push('immediate'));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => heard.push('message');
    port2.postMessage(null);
    await turnOfTheLoop();
    expect(heard).toContain('immediate');
    await turnOfTheLoop();
    expect(heard).toContain('message');
    port1.close();
  });

  test('where there are no immediates, as in browsers, timers that are due are heard', async () => {
    const immediate = globalThis.setImmediate;
    const heard: string[] = [];
    setTimeout(() => heard.push('timer'), 0);
    const until = performance.now() + 20;
    while (performance.now() < until);
    try {
      (globalThis as { setImmediate?: unknown }).setImmediate = undefined;
      for (let turn = 0; turn < 3 && heard.length === 0; turn++) await turnOfTheLoop();
    } finally {
      globalThis.setImmediate = immediate;
    }
    expect(heard).toEqual(['timer']);
  });
});
