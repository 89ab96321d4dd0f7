import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { turnOfTheLoop } from '../src/index.js';

describe('a turn of the loop', () => {
  test.each([
    ['a turn', () => turnOfTheLoop()],
    ['a file', () => readFile(new URL(import.meta.url))],
    ['a timer', () => sleep(1)],
  ])('what is due is heard before work goes on after %s', async (_, before) => {
    await before();
    const heard: string[] = [];
    setTimeout(() => heard.push('timer'), 0);
    setImmediate(() => heard.push('immediate'));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => heard.push('message');
    port2.postMessage(null);
    const until = performance.now() + 5;
    while (performance.now() < until);
    await turnOfTheLoop();
    port1.close();
    expect(heard.toSorted()).toEqual(['immediate', 'message', 'timer']);
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
