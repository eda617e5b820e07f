/** Cuts a text into the JSON objects that stand one after the other in it; the last one may be broken. */
export function objectsOf(text: string): string[] {
  const objects: string[] = [];
  let [start, depth, inString] = [-1, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (start < 0 && !/\s/.test(character)) start = at;
    if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (start >= 0 && depth === 0 && !inString && character === '}') {
      objects.push(text.slice(start, at + 1));
      start = -1;
    }
  }
  if (start >= 0) objects.push(text.slice(start));
  return objects;
}
