import { expect, test } from '@jest/globals';
import { createRunDisplay } from '../src/terminal/runDisplay.js';

const so = { ssePerImage: 3, imagesPerSecond: 1, secondsLeft: 0 };

test('what Ctrl-C asks for is said as it is: a step is only ended while there is one', () => {
  const display = createRunDisplay();
  const said = (): string => display.stopping();
  display.show({ type: 'start', step: 0, steps: 4 });
  expect(said()).toBe('stopping after this step');
  display.show({ type: 'progress', step: 2, steps: 4, ...so });
  display.show({ type: 'measuring', done: 8, of: 8 });
  expect(said()).toBe('stopping after this step');
  display.show({ type: 'progress', step: 4, steps: 4, ...so });
  expect(said()).toBe('stopping; all steps are trained and saved');
  // A run that is gone on with may have nothing left but that.
  const resumed = createRunDisplay();
  resumed.show({ type: 'start', step: 4, steps: 4 });
  expect(resumed.stopping()).toBe('stopping; all steps are trained and saved');
});

test('which step is in a checkpoint is known from the events, and of a resumed run from its start', () => {
  const display = createRunDisplay();
  display.show({ type: 'start', step: 0, steps: 4 });
  expect(display.saved()).toBeNull();
  display.show({ type: 'checkpoint', step: 2 });
  expect(display.saved()).toBe(2);
  const resumed = createRunDisplay();
  resumed.show({ type: 'start', step: 3, steps: 4 });
  expect(resumed.saved()).toBe(3);
});
