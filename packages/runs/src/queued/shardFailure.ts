/** A shard that no worker can make; the message holds what the worker said. */
export class ShardFailure extends Error {
  override readonly name = 'ShardFailure';
  readonly code = 'RNP_SHARD_FAILED';
}
