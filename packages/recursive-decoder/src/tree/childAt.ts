import type { ParseNode } from './parseTree.js';

/** A node's child by its index; undefined if there is no such index, such as 'length' or '__proto__' from JSON. */
export function childAt(node: ParseNode, index: unknown): ParseNode | undefined {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0
    ? node.children[index]
    : undefined;
}
