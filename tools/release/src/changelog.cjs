/**
 * How changesets become lines of a CHANGELOG: their words alone. All packages have one version and name each other's
 * by it, so the list of updated dependencies, which changesets would add, says nothing.
 *
 * CommonJS, because changesets loads it by `require`.
 */
const getReleaseLine = async ({ summary }) => {
  const [first, ...others] = summary.trimEnd().split('\n');
  return [`- ${first}`, ...others.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
};

const getDependencyReleaseLine = async () => '';

module.exports = { getReleaseLine, getDependencyReleaseLine };
