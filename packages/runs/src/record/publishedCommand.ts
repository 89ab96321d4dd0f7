/** The command of a run as others may see it: ways into a machine's folders are cut to their last name, `/home/me/icons` to `…/icons`. */
export function publishedCommand(command: string): string {
  const cut = (path: string): string => {
    const [, , last] = /^(.*[\\/])([^\\/]+[\\/]?(\?[^\\/]*)?)$/s.exec(path) ?? [];
    return last === undefined ? '…' : `…/${last}`;
  };
  const absolute = '(?:~?/|[A-Za-z]:[\\\\/]|\\\\\\\\)';
  return command
    .replace(new RegExp(`'(${absolute}[^']*)'`, 'g'), (_, path: string) => `'${cut(path)}'`)
    .replace(
      new RegExp(`(^|[\\s=,])(${absolute}[^\\s',]*)`, 'g'),
      (_, before: string, path: string) => `${before}${cut(path)}`,
    );
}
