import { type Shapes, sizeOf } from '@rnp/nn';
import { isFrozen } from '../training/frozenParameters.js';

/** Where a tensor's values lie among those of its kind. */
export interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Values of one kind, float32 unless said. */
export interface Region {
  /** In bytes, a multiple of 64: workers never write to the same cache line. */
  readonly offset: number;
  /** In values. */
  readonly length: number;
}

/** What lies where in the memory that the calling thread and its workers share; plain JSON. */
export interface SharedLayout {
  readonly bytes: number;
  /** All of them; those that are trained lie before the frozen ones. */
  readonly parameters: readonly Place[];
  /** Those that are trained, and in the gradients' regions. */
  readonly trained: readonly Place[];
  readonly runningStatistics: readonly Place[];
  /** int32: see `Barrier`. */
  readonly control: Region;
  /** All weights, one after the other, and Adam's moments in the same order. */
  readonly weights: Region;
  readonly first: Region;
  readonly second: Region;
  /** Running averages of the encoder. */
  readonly averages: Region;
  /** The gradient of each worker, in the trained weights alone. The first holds the sum after it was added up. */
  readonly gradients: readonly Region[];
  /** Loss terms of each worker. */
  readonly terms: readonly Region[];
  /** float64: squares of the summed gradient, by the worker that added them up. */
  readonly squares: Region;
  /** What each worker is to multiply the gradient with. */
  readonly factors: readonly Region[];
  /** Two batches: one is computed on while the other is filled. */
  readonly images: readonly Region[];
  /** What encoders see of them; of no length where that is the same. */
  readonly seen: readonly Region[];
  readonly noise: readonly Region[];
  /** What workers tell each other within a step, in turns. */
  readonly exchange: readonly Region[];
}

export interface SharedSizes {
  readonly parameters: Shapes;
  readonly runningStatistics: Shapes;
  /** `TrainingConfig.frozen` */
  readonly frozen: readonly string[];
  readonly workers: number;
  /** Loss terms. */
  readonly terms: number;
  /** Values of all images of a batch. */
  readonly images: number;
  /** Of those that are seen instead; none unless given. */
  readonly seen?: number;
  /** Values of all noise of a batch. */
  readonly noise: number;
}

/** Longest vector that one worker can tell the others, in values. */
export const exchangeLength = 4096;

const lineBytes = 64;

export function sharedLayout(sizes: SharedSizes): SharedLayout {
  let end = 0;
  const region = (length: number, bytes = 4): Region => {
    const offset = end;
    end = offset + Math.ceil((length * bytes) / lineBytes) * lineBytes;
    return { offset, length };
  };
  const of = (count: number, length: number): readonly Region[] =>
    Array.from({ length: count }, () => region(length));
  const trained = placesOf(onlyFrozen(sizes, false));
  const trainedCount = trained.at(-1)?.end ?? 0;
  const parameters = [...trained, ...placesOf(onlyFrozen(sizes, true), trainedCount)];
  const runningStatistics = placesOf(sizes.runningStatistics);
  const [weightCount, averageCount] = [parameters.at(-1)?.end ?? 0, runningStatistics.at(-1)?.end ?? 0];
  const { workers } = sizes;
  const regions = {
    control: region(controlLength),
    weights: region(weightCount),
    first: region(weightCount),
    second: region(weightCount),
    averages: region(averageCount),
    gradients: of(workers, trainedCount),
    terms: of(workers, sizes.terms),
    squares: region(workers, 8),
    factors: of(workers, 1),
    images: of(2, sizes.images),
    seen: of(2, sizes.seen ?? 0),
    noise: of(2, sizes.noise),
    exchange: of(2, workers * exchangeLength),
  };
  return { bytes: end, parameters, trained, runningStatistics, ...regions };
}

/** Words of `control`, a cache line each. */
export const controlLength: number = 4 * (lineBytes / 4);

/** Values [begin, end) of `count` that are worker `index`'s; as even as it goes, and ends on multiples of `step`. */
export function shareOf(
  count: number,
  index: number,
  workers: number,
  step = 1,
): { readonly begin: number; readonly end: number } {
  const cut = (i: number): number =>
    i === workers ? count : Math.min(count, Math.floor((i * count) / workers / step) * step);
  return { begin: cut(index), end: cut(index + 1) };
}

/** The shapes of the parameters that are frozen, or of those that are not. */
function onlyFrozen({ parameters, frozen }: SharedSizes, which: boolean): Shapes {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => isFrozen(name, frozen) === which));
}

function placesOf(shapes: Shapes, first = 0): readonly Place[] {
  let end = first;
  return Object.entries(shapes).map(([name, shape]) => {
    const begin = end;
    end = begin + sizeOf(shape);
    return { name, shape, begin, end };
  });
}
