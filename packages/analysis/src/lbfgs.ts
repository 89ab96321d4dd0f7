/** Pairs of steps and changes of gradient that the curvature is known from. */
const memory = 10;
const halvings = 40;

/** A function to minimise: its value at `at`, its gradient into `gradient`. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal and Wright 2006, Alg. 7.4 and 7.5), with a backtracking search.
 *
 * @param tolerance stops where no component of the gradient is larger
 * @returns where it is least, or where it stood after `maxIterations`
 */
export function lbfgs(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance }: { readonly maxIterations: number; readonly tolerance: number },
): Float64Array {
  let at: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(at.length);
  let value = objective(at, gradient);
  const history: { step: Float64Array; change: Float64Array; inverse: number }[] = [];
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (gradient.every((component) => Math.abs(component) <= tolerance)) break;
    const direction = descentDirection(gradient, history);
    const slope = dot(direction, gradient);
    let length = history.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let found: { at: Float64Array; gradient: Float64Array; value: number } | undefined;
    for (let halving = 0; halving < halvings && found === undefined; halving++, length /= 2) {
      const next = at.map((x, i) => x + length * direction[i]!);
      const nextGradient = new Float64Array(at.length);
      const nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope)
        found = { at: next, gradient: nextGradient, value: nextValue };
    }
    // No lower place along the way: as low as the arithmetic can tell.
    if (found === undefined) break;
    const step = found.at.map((x, i) => x - at[i]!);
    const change = found.gradient.map((x, i) => x - gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      history.push({ step, change, inverse: 1 / curvature });
      if (history.length > memory) history.shift();
    }
    ({ at, gradient, value } = found);
  }
  return at;
}

/** −H·gradient, H the inverse Hessian as the history tells it (two-loop recursion). */
function descentDirection(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; inverse: number }[],
): Float64Array {
  const direction = gradient.map((component) => -component);
  const add = (factor: number, other: Float64Array): void => {
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! + factor * other[i]!;
  };
  const factors = [...history].reverse().map(({ step, change, inverse }) => {
    const factor = inverse * dot(step, direction);
    add(-factor, change);
    return factor;
  });
  const last = history.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! * scale;
  }
  history.forEach(({ step, change, inverse }, i) => {
    const factor = factors[history.length - 1 - i]!;
    add(factor - inverse * dot(change, direction), step);
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
