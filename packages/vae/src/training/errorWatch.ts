/** An error this many times the best of the run … */
const risenFactor = 3;
/** … for so many steps is no batch of hard images. */
const risenSteps = 50;

/** A squared error per image, and the step whose report told it. */
interface ErrorAt {
  readonly step: number;
  readonly error: number;
}

/** Looks at the error that each report of a run tells. */
export interface ErrorWatch {
  /** @returns a warning, once for each time that the error stays far above its best; null otherwise */
  look(step: number, error: number): string | null;
  /** The least and the last error, where the last is far above the least; null otherwise. */
  risen(): { readonly best: ErrorAt; readonly last: ErrorAt } | null;
}

/** A run's watch. Numbers that the reports have anyway, so that a step costs nothing. */
export function createErrorWatch(): ErrorWatch {
  let best: ErrorAt = { step: 0, error: Number.POSITIVE_INFINITY };
  let last = best;
  let since: number | null = null;
  let told = false;
  const isFar = (): boolean => last.error > risenFactor * best.error;
  return {
    look: (step, error) => {
      last = { step, error };
      if (error < best.error) best = last;
      if (!isFar()) {
        since = null;
        told = false;
        return null;
      }
      since ??= step;
      if (told || step - since < risenSteps) return null;
      told = true;
      return `the error has risen to ${shortly(error)} from ${shortly(best.error)} at step ${best.step}`;
    },
    risen: () => (isFar() ? { best, last } : null),
  };
}

/** As many digits as tell errors apart. */
export function shortly(error: number): string {
  return error < 1e4 ? String(Number(error.toPrecision(3))) : error.toExponential(1);
}
