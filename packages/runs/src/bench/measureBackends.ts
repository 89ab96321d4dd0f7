import { type BackendName, useBackend } from '@rnp/backend';
import { isRnpError, RnpError, type RnpErrorCode } from '@rnp/errors';
import { areChoices, check, checkOptions, type Look } from '../checks.js';
import type { Listener } from '../events.js';
import { Job } from '../job.js';
import { requireBackendNames } from '../settings/backendNames.js';
import { type BackendFigures, machineFigures, measurements } from './machineFigures.js';

/** How `measureBackends` measures. */
export interface MeasureBackendsOptions {
  /** Of each measurement, of which there are three a backend; from 0.1 to 600. Default 2.5. A slow backend takes longer. */
  readonly seconds?: number;
  /** Makes a backend the active one, or rejects with why it cannot be. Default `useBackend` of @rnp/backend. */
  readonly start?: (name: BackendName) => Promise<unknown>;
  /** Stops, and its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Figures of backends. */
export interface MeasuredBackends {
  /** One for each backend that was measured, in this order. */
  readonly figures: readonly BackendFigures[];
  /** Backends that did not start, or failed while they were measured, and why. */
  readonly refused: readonly { readonly backend: string; readonly reason: string }[];
}

/** What there is so far, and what is measured now. */
export interface MeasuringEvent extends MeasuredBackends {
  readonly type: 'measuring';
  /** The backend that is started or measured. */
  readonly backend: BackendName;
  /** Measurements that have ended. */
  readonly done: number;
  /** Measurements in all, three a backend. */
  readonly total: number;
}

const looks: Readonly<Record<keyof MeasureBackendsOptions, Look>> = Object.freeze({
  seconds: isSeconds,
  start: check.callable,
  signal: check.signal,
});

/** @throws RnpError RNP_CONFIG */
export function isSeconds(path: string, value: unknown): void {
  check.number(path, value, 0.1, 600);
}

/**
 * Measures products, parsing and training on each backend, one after the other, in Node or in a page's worker. The backend measured last
 * stays active.
 *
 * @param backends names; those that are not there are told of in the result
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value; UsageError RNP_BACKEND_UNKNOWN for an unknown backend
 * @throws from the job: where none can be measured the error of the only backend, or one that has the reasons of all and the code of the first; the
 *   signal's reason when it is aborted
 */
export function measureBackends(
  backends: readonly string[],
  options: MeasureBackendsOptions = {},
): Job<MeasuringEvent, MeasuredBackends> {
  areChoices('backends', backends);
  checkOptions('options', options, looks);
  const names = uniqueNames(backends);
  const { seconds = defaultSeconds, start = useBackend } = options;
  return new Job(
    ({ listen, signal }) => measuredBackends(names, seconds, start, { listen, signal }),
    options.signal,
  );
}

/** Of each measurement: half a minute in all where there are four backends. */
export const defaultSeconds = 2.5;

/** @throws UsageError RNP_BACKEND_UNKNOWN for an unknown backend */
export function uniqueNames(backends: readonly string[]): readonly BackendName[] {
  return [...new Set(requireBackendNames(backends))] as BackendName[];
}

/** The work of `measureBackends`, for what has been checked. */
export async function measuredBackends(
  names: readonly BackendName[],
  seconds: number,
  start: (name: BackendName) => Promise<unknown>,
  { listen, signal }: { readonly listen: Listener<MeasuringEvent>; readonly signal: AbortSignal },
): Promise<MeasuredBackends> {
  const figures: BackendFigures[] = [];
  const refused: { backend: string; reason: string }[] = [];
  const total = names.length * measurements.length;
  let first: unknown;
  // Megabytes that a program which only prints figures does without.
  const { embeddedDigits } = await import('@rnp/datasets/digits');
  const digits = await embeddedDigits({ split: 'train' });
  signal.throwIfAborted();
  for (const [i, backend] of names.entries()) {
    let done = i * measurements.length;
    const tell = (): void =>
      listen({ type: 'measuring', backend, done, total, figures: [...figures], refused: [...refused] });
    tell();
    try {
      await start(backend);
      const onMeasured = (): void => {
        done++;
        tell();
      };
      figures.push(await machineFigures(backend, digits, seconds, { signal, onMeasured }));
    } catch (error) {
      signal.throwIfAborted();
      first ??= error;
      // Graphics drivers fail with errors of other kinds, and late: the figures of other backends are not lost for that.
      refused.push({ backend, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (figures.length === 0) throw noneMeasured(refused, first);
  return { figures, refused };
}

/** Why, of each: who asks for several learns nothing from the first one's reason alone. */
function noneMeasured(refused: MeasuredBackends['refused'], first: unknown): unknown {
  if (refused.length === 1) return first;
  const reasons = refused.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');
  const code = isRnpError(first) ? (first.code as RnpErrorCode) : 'RNP_BACKEND_FAILED';
  return new RnpError(code, `none of these backends can be measured; ${reasons}`, { cause: first });
}
