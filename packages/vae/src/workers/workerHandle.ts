/** A worker as the calling thread sees it, in Node or a browser. */
export interface WorkerHandle {
  /** Sends a message to the worker. */
  post(message: unknown): void;
  /**
   * Calls `heard` with every message of the worker, and `failed` with an error when the worker fails or ends.
   * A handle may also call `failed` after `terminate`; `train` ignores that.
   */
  listen(heard: (message: unknown) => void, failed: (error: Error) => void): void;
  /** Whether the process must stay alive for this worker. Browsers have no such setting. */
  hold(alive: boolean): void;
  /** Ends the worker; resolves when it has ended. */
  terminate(): Promise<void>;
}

/** Starts a worker and returns its handle. */
export type SpawnWorker = () => WorkerHandle;
