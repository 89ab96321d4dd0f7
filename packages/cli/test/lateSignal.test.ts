import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { alone } from './rnp.js';

/** Sends the signal when all is done and printed, and the process only waits for its threads to end. */
function lateSignal(signal: string): NodeJS.ProcessEnv {
  const program = `process.once('beforeExit', () => { process.kill(process.pid, '${signal}'); setTimeout(() => {}, 2000); })`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
}

test.each([
  ['SIGINT', 0, ['presets', '--json'], /^[[{]/],
  ['SIGTERM', 0, ['presets', '--json'], /^[[{]/],
  ['SIGINT', 2, ['eval', '--model', 'nowhere'], /^$/],
])('%s after the end leaves the exit code %i', async (signal, code, args, printed) => {
  const ended = await alone(args, temporaryFolder(), lateSignal(signal));
  expect(ended).toMatchObject({ code, stdout: expect.stringMatching(printed) });
});
