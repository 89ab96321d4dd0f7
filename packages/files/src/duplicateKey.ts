/**
 * The first name that stands twice in one object of a JSON text, or undefined. `JSON.parse` keeps the last one
 * without a word, so a file could show one value to us and another one to the next reader.
 *
 * @param json a text that `JSON.parse` takes
 */
export function duplicateKey(json: string): string | undefined {
  // One entry per open bracket: the names seen so far, or null within an array.
  const open: (Set<string> | null)[] = [];
  let previous = '';
  for (let i = 0; i < json.length; i++) {
    const character = json[i]!;
    if (character === '"') {
      const start = i;
      for (i++; json[i] !== '"'; i++) if (json[i] === '\\') i++;
      const names = open.at(-1);
      // In an object a string is a name right after '{' or ',', a value right after ':'.
      if (names && previous !== ':') {
        const name = JSON.parse(json.slice(start, i + 1)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      previous = '"';
    } else if (character > ' ') {
      if (character === '{') open.push(new Set());
      else if (character === '[') open.push(null);
      else if (character === '}' || character === ']') open.pop();
      previous = character;
    }
  }
  return undefined;
}
