/** The endings of files that a parse tree can be written as. */
export const treeEndings: readonly string[] = Object.freeze(['.json', '.svg', '.png']);
/** The endings of files that a page can be written as. */
export const pageEndings: readonly string[] = Object.freeze(['.html']);
