/** The types of tfjsNode.js, for tools in TypeScript. */
export function tfjsNodeFolder(): string | undefined;
export function tfjsNodeLoader(): { readonly tensorflow?: () => Promise<unknown> };
