import { availableParallelism, cpus } from 'node:os';
import { type BackendName, backendNames } from '@rnp/backend';
import { isRnpError } from '@rnp/errors';
import { areChoices, check, checkOptions, type Look } from '../checks.js';
import { openData } from '../data/openData.js';
import { Job } from '../job.js';
import { startBackend } from '../models/openModel.js';
import { requireBackendNames } from '../settings/backendNames.js';
import { type BackendFigures, machineFigures, measurements } from './machineFigures.js';
import type { WorkEvent } from './useEvents.js';

/** How `benchMachine` measures. */
export interface BenchMachineOptions {
  /** Which backends. Default: all that there may be in Node; those that are not there are told of in the result. */
  readonly backends?: readonly string[];
  /** Of each measurement, of which there are three a backend; from 0.1 to 600. Default 2.5. A slow backend takes longer. */
  readonly seconds?: number;
  /** Stops, and its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Where it was measured: figures mean little without. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** Such as 2026-12-03. */
  readonly date: string;
}

/** The result of `benchMachine`. */
export interface BenchMachineEnd {
  readonly machine: Machine;
  /** One for each backend that started, in the order in which they were measured. */
  readonly figures: readonly BackendFigures[];
  /** Backends that did not start, and why. */
  readonly refused: readonly { readonly backend: string; readonly reason: string }[];
}

const looks: Readonly<Record<keyof BenchMachineOptions, Look>> = Object.freeze({
  backends: areChoices,
  seconds: (path, value) => check.number(path, value, 0.1, 600),
  signal: check.signal,
});

/** Those of browsers need a page. */
const inNode: readonly BackendName[] = backendNames.filter((name) => !name.startsWith('web'));

/**
 * Measures this machine: products, parsing and training on each backend, one after the other. For small models the fastest backend differs
 * from machine to machine. The backend measured last stays active.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value; UsageError RNP_BACKEND_UNKNOWN for an unknown backend
 * @throws from the job: the error of the first backend where none starts; the signal's reason when it is aborted
 */
export function benchMachine(options: BenchMachineOptions = {}): Job<WorkEvent, BenchMachineEnd> {
  checkOptions('options', options, looks);
  const { seconds = 2.5 } = options;
  const names = [...new Set(requireBackendNames(options.backends ?? inNode))];
  return new Job(async ({ listen, signal }) => {
    const figures: BackendFigures[] = [];
    const refused: { backend: string; reason: string }[] = [];
    const total = names.length * measurements.length;
    let first: unknown;
    let done = 0;
    const digits = await openData('digits', 'train', { signal });
    for (const [i, name] of names.entries()) {
      const tell = (): void => listen({ type: 'work', work: 'timing', of: name, done, total });
      done = i * measurements.length;
      tell();
      try {
        const backend = await startBackend([name]);
        const onMeasured = (): void => {
          done++;
          tell();
        };
        figures.push(await machineFigures(backend, digits, seconds, { signal, onMeasured }));
      } catch (error) {
        signal.throwIfAborted();
        if (!isRnpError(error)) throw error;
        first ??= error;
        refused.push({ backend: name, reason: error.message });
      }
    }
    if (figures.length === 0) throw first;
    return { machine: thisMachine(), figures, refused };
  }, options.signal);
}

function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  };
}
