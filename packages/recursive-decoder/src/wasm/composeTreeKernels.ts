// m ancestors of a leaf (depth − 1)
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { decoderModule } from './decoderModule.js';

/**
 * A list with a level's maps [children, 2, 3] each, top first → the leaves' composed maps [leaves, 2, 3] and their ancestors'
 * [leaves, m, 2, 3]; the gradients of both and the same maps → a gradient for each level.
 */
export const wasmComposeTree: OpForm = /* @__PURE__ */ decoderModule.form((wasm, host) => {
  /** Runs with the address of lists of addresses and of spans, and of scratch behind them. */
  const withLists = (
    maps: readonly tf.TensorInfo[],
    gradients: readonly tf.TensorInfo[],
    run: (maps: number, spans: number, gradients: number, scratch: number) => void,
  ): void => {
    const depth = maps.length;
    const leaves = maps.at(-1)!.shape[0]!;
    const scratch = wasm.composeTreeScratch(depth);
    host.scratch(scratch + 12 * depth, (block) => {
      const lists = block + scratch;
      const spans = maps.map(({ shape }) => leaves / shape[0]!);
      const addresses = [...maps, ...gradients].map(host.address);
      new Uint32Array(host.memory().buffer, lists, depth + addresses.length).set([...spans, ...addresses]);
      run(lists + 4 * depth, lists, lists + 8 * depth, block);
    });
  };
  return {
    forward: ({ inputs }) => {
      const maps = inputs as unknown as tf.TensorInfo[];
      const n = maps.at(-1)!.shape[0]!;
      const leaves = host.output([n, 2, 3], 'float32');
      const frames = host.output([n, maps.length - 1, 2, 3], 'float32');
      withLists(maps, [], (list, spans, _, scratch) =>
        wasm.composeTree(list, spans, host.address(leaves), host.address(frames), scratch, n, maps.length),
      );
      return [leaves, frames];
    },
    gradient: ({ inputs }) => {
      const [dLeaves, dFrames, ...maps] = inputs as unknown as [
        tf.TensorInfo,
        tf.TensorInfo,
        ...tf.TensorInfo[],
      ];
      const gradients = maps.map(({ shape }) => host.output(shape, 'float32'));
      for (const gradient of gradients) {
        new Float32Array(host.memory().buffer, host.address(gradient), 6 * gradient.shape[0]!).fill(0);
      }
      const [leaves, frames] = [host.address(dLeaves), host.address(dFrames)];
      withLists(maps, gradients, (list, spans, to, scratch) =>
        wasm.composeTreeGrad(list, spans, leaves, frames, to, scratch, dLeaves.shape[0]!, maps.length),
      );
      return gradients;
    },
  };
});
