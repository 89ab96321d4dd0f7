/** How often one form of an op ran. */
export interface OpCount {
  /** The op's name; its gradient's kernels are named behind a dot. */
  readonly op: string;
  /** `plain`, or the backend whose own form it was. */
  readonly form: string;
  readonly calls: number;
}

export interface OpTrace {
  /** What ran since the trace began, in the order of first calls. */
  counts(): readonly OpCount[];
  /** Ends it. */
  stop(): void;
}

type Calls = Map<string, OpCount>;

const traces = new Set<Calls>();

/** Counts which forms of ops run in this thread, from now on until it is stopped. */
export function traceOps(): OpTrace {
  const calls: Calls = new Map();
  traces.add(calls);
  return { counts: () => [...calls.values()], stop: () => void traces.delete(calls) };
}

/** One call of an op, for all traces. */
export function countOp(op: string, form: string): void {
  for (const calls of traces) {
    const key = `${op} ${form}`;
    calls.set(key, { op, form, calls: (calls.get(key)?.calls ?? 0) + 1 });
  }
}
