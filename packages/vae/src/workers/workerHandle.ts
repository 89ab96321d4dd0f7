/** One worker as the calling thread sees it, in Node or a browser. */
export interface WorkerHandle {
  post(message: unknown): void;
  /** @param failed called with what went wrong when the worker dies, also by `terminate` */
  listen(heard: (message: unknown) => void, failed: (error: Error) => void): void;
  /** Whether the process stays alive for this worker alone; browsers have no such thing. */
  hold(alive: boolean): void;
  terminate(): Promise<void>;
}

/** Starts one worker. */
export type SpawnWorker = () => WorkerHandle;
