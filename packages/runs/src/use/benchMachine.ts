import { availableParallelism, cpus } from 'node:os';
import { type BackendName, backendNames } from '@rnp/backend';
import {
  defaultSeconds,
  isSeconds,
  type MeasuredBackends,
  measuredBackends,
  uniqueNames,
} from '../bench/measureBackends.js';
import { areChoices, check, checkOptions, type Look } from '../checks.js';
import { Job } from '../job.js';
import { startBackend } from '../models/openModel.js';
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
export interface BenchMachineEnd extends MeasuredBackends {
  readonly machine: Machine;
}

const looks: Readonly<Record<keyof BenchMachineOptions, Look>> = Object.freeze({
  backends: areChoices,
  seconds: isSeconds,
  signal: check.signal,
});

/** Those of browsers need a page. */
const inNode: readonly BackendName[] = backendNames.filter((name) => !name.startsWith('web'));

/**
 * Measures this machine: products, parsing and training on each backend, one after the other. For small models the fastest backend differs
 * from machine to machine. The backend measured last stays active.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value; UsageError RNP_BACKEND_UNKNOWN for an unknown backend
 * @throws from the job: the error of the first backend where none can be measured; the signal's reason when it is aborted
 */
export function benchMachine(options: BenchMachineOptions = {}): Job<WorkEvent, BenchMachineEnd> {
  checkOptions('options', options, looks);
  const { seconds = defaultSeconds } = options;
  const names = uniqueNames(options.backends ?? inNode);
  return new Job(async ({ listen, signal }) => {
    const measured = await measuredBackends(names, seconds, (name) => startBackend([name]), {
      signal,
      listen: ({ backend, done, total }) =>
        listen({ type: 'work', work: 'timing', of: backend, done, total }),
    });
    return { machine: thisMachine(), ...measured };
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
