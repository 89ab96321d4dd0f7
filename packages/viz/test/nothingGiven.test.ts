import { expect, test } from '@jest/globals';
import * as viz from '../src/index.js';

test.each(['hex', 'meanCurve', 'samplesDrawing', 'latentMapSvg'] as const)(
  '%s without arguments says what is missing',
  (name) => {
    const call = viz[name] as () => unknown;
    expect(() => call()).toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
  },
);
