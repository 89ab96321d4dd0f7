import type { WindowArguments } from '../window.js';

/** What assembly/index.ts exports. Addresses are byte offsets, strides and sizes count elements. */
export interface TrainingExports {
  gemmScratch(m: number, n: number, k: number): number;
  gemm(
    a: number,
    b: number,
    c: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    lda: number,
    ldb: number,
    ldc: number,
    accumulate: number,
    scratch: number,
  ): void;
  isThin(m: number, n: number, k: number, transposeA: number, transposeB: number): number;
  matMul(
    a: number,
    b: number,
    c: number,
    batch: number,
    strideA: number,
    strideB: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    scratch: number,
  ): void;
  /** Fills `count` values with zeros. */
  clear(at: number, count: number): void;
  im2colRows(image: number, columns: number, first: number, last: number, ...window: WindowArguments): void;
  col2imRows(columns: number, image: number, first: number, last: number, ...window: WindowArguments): void;
  convolveScratch(
    c: number,
    kh: number,
    kw: number,
    oh: number,
    ow: number,
    sh: number,
    sw: number,
    oc: number,
  ): number;
  convolve(
    image: number,
    filter: number,
    out: number,
    n: number,
    ...rest: [...WindowArguments, oc: number, scratch: number]
  ): void;
  filterGradientScratch(
    c: number,
    kh: number,
    kw: number,
    oh: number,
    ow: number,
    sh: number,
    sw: number,
    oc: number,
  ): number;
  filterGradient(
    image: number,
    dy: number,
    filter: number,
    n: number,
    ...rest: [...WindowArguments, oc: number, scratch: number]
  ): void;
  inputGradientScratch(
    n: number,
    h: number,
    w: number,
    c: number,
    kh: number,
    kw: number,
    oh: number,
    ow: number,
    sh: number,
    sw: number,
    oc: number,
  ): number;
  inputGradient(
    dy: number,
    filter: number,
    image: number,
    n: number,
    ...rest: [...WindowArguments, oc: number, scratch: number]
  ): void;
  /** Bytes. */
  sumAxisScratch(terms: number, inner: number): number;
  sumAxis(
    from: number,
    to: number,
    outer: number,
    terms: number,
    inner: number,
    scale: number,
    scratch: number,
  ): void;
  longSegments(ids: number, rows: number, segments: number, slots: number): number;
  segmentSum(
    from: number,
    ids: number,
    to: number,
    rows: number,
    inner: number,
    segments: number,
    slots: number,
    sums: number,
    long: number,
  ): void;
  /** Ids must lie in [0, size). */
  gather(
    from: number,
    ids: number,
    to: number,
    batch: number,
    outer: number,
    size: number,
    count: number,
    slice: number,
  ): void;
  exp(from: number, to: number, count: number): void;
  tanh(from: number, to: number, count: number): void;
  /** sin(x + turns * pi / 2); 0, and no result, when an angle is too large to have a quadrant. */
  sin(from: number, to: number, count: number, turns: number): number;
  repeat(from: number, to: number, outer: number, block: number, reps: number): void;
  box(
    from: number,
    to: number,
    n0: number,
    s0: number,
    n1: number,
    s1: number,
    n2: number,
    s2: number,
    count: number,
  ): void;
}
