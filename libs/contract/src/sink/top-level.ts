const whitespace = /\s*/y;

/** A member of a JSON object: its key, and where key and value stand in the text (the key with its quotes). */
export interface Member {
  key: string;
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

function skipSpace(text: string, at: number): number {
  whitespace.lastIndex = at;
  whitespace.exec(text);
  return whitespace.lastIndex;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === '') return at + 1;
    if (character === '\\') at++;
  }
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '"':
        at = endOfString(text, at) - 1;
        break;
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
        if (depth === 0) return at;
        depth--;
        break;
      case ',':
        if (depth === 0) return at;
        break;
      default:
    }
  }
  return text.length;
}

/** The members of the object that a valid JSON text is, without parsing their values. */
export function* membersOf(json: string): Generator<Member> {
  let at = skipSpace(json, skipSpace(json, 0) + 1);
  while (json.charAt(at) === '"') {
    const keyStart = at;
    const keyEnd = endOfString(json, keyStart);
    const valueStart = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const valueEnd = endOfValue(json, valueStart);
    yield { key: JSON.parse(json.slice(keyStart, keyEnd)) as string, keyStart, keyEnd, valueStart, valueEnd };
    at = skipSpace(json, valueEnd + 1);
  }
}
