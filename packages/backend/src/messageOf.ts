/** What went wrong, whatever was thrown: TensorFlow.js rejects with plain objects, too. */
export function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.message
    : String((error as { message?: unknown } | null)?.message ?? error);
}
