import { afterEach, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { measure } from '../../src/measuring/measure.js';
import { Measurement, type MeasurementState } from '../../src/measuring/measurement.js';
import type { FromMeasurer, ToMeasurer } from '../../src/measuring/messages.js';
import { durationWords, refusals, standing } from '../../src/panels/measure/words.js';
import type { WorkerOf } from '../../src/shared/workerOf.js';

let ended = 0;
afterEach(() => {
  ended = 0;
});

/** JavaScript stands for a backend that never answers, as where a graphics driver hangs: on this thread nothing else could be ended. */
const start = (name: ToMeasurer['backends'][number]): Promise<unknown> =>
  name === 'cpu' ? new Promise(() => undefined) : useBackend(name);

/** The measurer on this thread: real figures behind the real messages. */
function measurer(): WorkerOf<ToMeasurer, FromMeasurer> {
  const listeners: ((event: { readonly data: FromMeasurer }) => void)[] = [];
  return {
    postMessage: (message) =>
      void measure(structuredClone(message), start, (told) => {
        const data = structuredClone(told);
        for (const listener of listeners) listener({ data });
      }),
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') listeners.push(listener);
    },
    terminate: () => {
      ended++;
    },
  };
}

/** Waits until a measurement is as wanted. @returns its state then */
function until(
  measurement: Measurement,
  wanted: (state: MeasurementState) => boolean,
): Promise<MeasurementState> {
  return new Promise((resolve) => {
    const leave = measurement.state.subscribe((state) => {
      if (!wanted(state)) return;
      resolve(state);
      queueMicrotask(() => leave());
    });
  });
}

test('backends are measured one after the other, and the worker is ended', async () => {
  const measurement = new Measurement(measurer);
  const said = new Set<string>();
  measurement.state.subscribe((state) => void said.add(standing(state)));
  measurement.start(['wasm', 'webgl'], 0.1);
  const state = await until(measurement, ({ phase }) => phase !== 'measuring');
  expect([...said]).toEqual([
    'Nothing has been measured here yet.',
    'Getting the digits ready …',
    ...[0, 1, 2, 3].map((done) => `Measuring WASM: ${done} of 6 measurements done`),
    'Measuring WebGL: 3 of 6 measurements done',
    'Fastest here: WASM for parsing, WASM for training.',
  ]);
  expect(state).toMatchObject({ phase: 'done', backend: null, done: 6, failure: null });
  expect(state.figures.map(({ backend }) => backend)).toEqual(['wasm']);
  expect(refusals(state)).toEqual([expect.stringMatching(/^not WebGL: .*webgl/)]);
  expect(ended).toBe(1);
});

test('stopped, it keeps what was measured to its end, hears nothing more, and begins anew', async () => {
  const measurement = new Measurement(measurer);
  measurement.start(['wasm', 'cpu'], 0.1);
  await until(measurement, ({ backend }) => backend === 'cpu');
  measurement.stop();
  const state = measurement.state.value;
  expect(ended).toBe(1);
  expect(standing(state)).toBe(
    'Stopped. Of those measured, fastest here: WASM for parsing, WASM for training.',
  );
  measurement.start(['cpu'], 0.1);
  expect(standing(measurement.state.value)).toBe('Getting the digits ready …');
  expect(measurement.state.value.figures).toEqual([]);
  measurement.stop();
  expect(standing(measurement.state.value)).toBe('Stopped before a backend was measured to its end.');
  measurement.stop();
  expect(ended).toBe(2);
});

test('where no backend starts it says why', async () => {
  const measurement = new Measurement(measurer);
  measurement.start(['webgl'], 0.1);
  const state = await until(measurement, ({ phase }) => phase === 'failed');
  expect(standing(state)).toMatch(/^It stopped: .*webgl/);
  expect(ended).toBe(1);
});

test('how long it takes at least', () => {
  expect(durationWords(3, 2.5)).toBe('Takes about 23 s, longer where a backend is slow.');
  expect(durationWords(0, 2.5)).toBe('Choose a backend to measure.');
});
