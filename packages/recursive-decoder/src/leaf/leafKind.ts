import type { LeafDecoder } from './leafDecoder.js';

/** What the other settings say of every leaf decoder. */
export interface LeafSizes {
  /** Length of what it reads: a state, or a state and its program. */
  readonly inputs: number;
  /** Width of its hidden layer, where it has one. */
  readonly hidden: number;
  /** Of a patch: the image's, and behind them alpha where there is one. */
  readonly channels: number;
  /** Whether the last channel is alpha: all channels then lie in [0, 1], colours not yet multiplied by it. */
  readonly alpha: boolean;
}

/** One value of `leaf.kind`: what else the setting holds, and the decoder that it stands for. */
export interface LeafKind<L extends { readonly kind: string }> {
  /** What the setting may hold beside `kind`; all else is refused before `config` reads it. */
  readonly fields: readonly Exclude<keyof L, 'kind'>[];
  /**
   * Reads the setting, also from a file.
   *
   * @returns a deep copy
   * @throws RnpError RNP_CONFIG naming the field
   */
  config(leaf: Readonly<Record<string, unknown>>): L;
  decoder(leaf: L, sizes: LeafSizes): LeafDecoder;
}
