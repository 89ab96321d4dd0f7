/** The part of a `Worker` that is needed to post it messages of one kind and to hear those of another. */
export interface WorkerOf<To, From> {
  postMessage(message: To): void;
  addEventListener(type: 'message', listener: (event: { readonly data: From }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}
