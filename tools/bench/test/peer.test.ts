import { describe, expect, test } from '@jest/globals';
import { readBench } from '../src/peer/benchScript.js';
import { lastJson, peerEnvironment } from '../src/peer/peer.js';
import { readRecipe } from '../src/peer/recipeScript.js';
import { firstReached, readCurve } from '../src/peer/trainScript.js';
import { benchLine } from './benchLine.js';

test('lastJson is the last line that is an object', () => {
  expect(lastJson(['{"a": 1}', 'warning', '{"a": 2}', '3', 'done'])).toEqual({ a: 2 });
  expect(lastJson(['nothing', '{"a": '])).toBeNull();
});

test('the peer gets its threads and its allocator', () => {
  expect(peerEnvironment(2)).toMatchObject({
    OMP_NUM_THREADS: '2',
    MALLOC_MMAP_THRESHOLD_: '4294967296',
  });
});

describe('bench.py', () => {
  test('its line becomes our names', () => {
    expect(readBench(['some warning', JSON.stringify(benchLine)])).toMatchObject({
      msPerStep: 222.5,
      peakRssMb: 526.9,
      parseMs: 4.3,
      placeForwardBackwardMs: 9.9,
      recursionMs: 27.1,
      torch: '2.13.0',
    });
  });

  test('a missing line or figure is told', () => {
    expect(() => readBench(['Traceback'])).toThrow('no line of JSON');
    const { step_ms: _, ...rest } = benchLine;
    expect(() => readBench([JSON.stringify(rest)])).toThrow('lacks step_ms');
  });
});

test('the timed recipe', () => {
  const line = '{"step_ms": 101.5, "peak_rss_mb": 480.2, "torch": "2.13.0"}';
  expect(readRecipe(['{"z": 16} params 900000', line])).toEqual({
    msPerStep: 101.5,
    peakRssMb: 480.2,
    torch: '2.13.0',
  });
  expect(() => readRecipe(['{"z": 16}'])).toThrow('no figures');
});

describe('train.py', () => {
  const text = [
    '{"config": {"batch": 64}, "zero_image_test_sse": 89.3}',
    '{"step": 0, "test_sse": 91.2, "train_s": 0.0}',
    '{"step": 100, "train_sse": 60.1, "train_s": 28.0}',
    '{"step": 250, "test_sse": 15.2, "train_s": 61.5}',
    '{"step": 500, "test_sse": 14.8, "train_s": 122.5}',
    '{"step": 750, "test_sse": 14.1, "train_s": 180.5}',
    '{"step": 1000, "tes',
  ].join('\n');

  test('its curve, without the half line being written', () => {
    expect(readCurve(text).map(({ step }: { step: number }) => step)).toEqual([0, 250, 500, 750]);
  });

  test('the first point at the target counts', () => {
    expect(firstReached(readCurve(text), 15)).toMatchObject({ seconds: 122.5, step: 500 });
    expect(firstReached(readCurve(text), 10)).toMatchObject({ seconds: null, step: 750, ssePerImage: 14.1 });
  });
});
