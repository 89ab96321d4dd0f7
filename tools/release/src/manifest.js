const ownerAndName = /^[\w.-]+\/[\w.-]+$/;

/**
 * A package's manifest with `repository`, `homepage` and `bugs`, after its `license`.
 *
 * @param address OWNER/NAME on GitHub
 * @param directory of the package in the repository
 */
export function withAddress(manifest, address, directory) {
  if (!ownerAndName.test(address)) throw new Error(`${address} is not OWNER/NAME, such as someone/rnp`);
  const page = `https://github.com/${address}`;
  const { repository, homepage, bugs, ...rest } = manifest;
  const entries = Object.entries(rest);
  const after = entries.findIndex(([key]) => key === 'license') + 1;
  const added = [
    ['repository', { type: 'git', url: `git+${page}.git`, directory }],
    ['homepage', `${page}/tree/main/${directory}#readme`],
    ['bugs', `${page}/issues`],
  ];
  return Object.fromEntries(entries.toSpliced(after, 0, ...added));
}
