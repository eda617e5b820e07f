import { same } from './same';

const mostSlots: i32 = 32;
/** By slot: where its text begins and ends, and `isThere` with `escapedText` and `asciiText` of it. */
export const found: usize = heap.alloc(12 * mostSlots);
const isThere: i32 = 1;
const escapedText: i32 = 2;
const asciiText: i32 = 4;

/** Where the text begins that the slots are of. */
let begin: usize = 0;

export function clearSlots(count: i32, from: usize): void {
  memory.fill(found, 0, 12 * count);
  begin = from;
}

export function fillSlot(slot: i32, start: usize, stop: usize, isEscaped: bool, isAscii: bool): void {
  const place = found + 12 * slot;
  store<i32>(place, i32(start - begin));
  store<i32>(place, i32(stop - begin), 4);
  store<i32>(place, isThere | (isEscaped ? escapedText : 0) | (isAscii ? asciiText : 0), 8);
}

/** Where the text of a slot begins; 0 where there is none that is written without escapes, in ASCII. */
export function bareText(slot: i32): usize {
  const place = found + 12 * slot;
  return load<i32>(place, 8) == (isThere | asciiText) ? begin + load<i32>(place) : 0;
}

export function textLength(slot: i32): i32 {
  const place = found + 12 * slot;
  return load<i32>(place, 4) - load<i32>(place);
}

/** Where the text of one slot is a word, another slot must have a text. One of a list. */
@unmanaged
class Rule {
  slot: i32;
  word: usize;
  length: i32;
  needs: i32;
  sibling: Rule | null;
}

let rules: Rule | null = null;

export function addRule(slot: i32, word: usize, length: i32, needs: i32): void {
  const rule = changetype<Rule>(heap.alloc(offsetof<Rule>()));
  rule.slot = slot;
  rule.word = word;
  rule.length = length;
  rule.needs = needs;
  rule.sibling = rules;
  rules = rule;
}

export function keepsRules(): bool {
  let rule = rules;
  while (rule != null) {
    const text = bareText(rule.slot);
    const isWord = text != 0 && textLength(rule.slot) == rule.length && same(rule.word, text, rule.length);
    if (isWord && load<i32>(found + 12 * rule.needs, 8) == 0) return false;
    rule = rule.sibling;
  }
  return true;
}
